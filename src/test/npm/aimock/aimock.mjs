// Stands in for every provider on one port; prints its address and ends with its standard input.
import { LLMock } from "@copilotkit/aimock";

const mock = new LLMock({ port: 0, chunkSize: 5 });
const answer = (question, response, more = {}) =>
  mock.addFixture({ match: { userMessage: question }, response, ...more });

answer("say hello", { content: "Hello, wörld 😀!" });
answer(
  "cut yourself off",
  { content: "This is long enough to be cut off somewhere." },
  { truncateAfterChunks: 5, latency: 50 },
);
answer("be limited", { error: { message: "Slow down.", type: "rate_limit_error" }, status: 429 });
answer("refuse my key", { error: { message: "Who are you?", type: "authentication_error" }, status: 401 });
mock.addFixture({
  match: { userMessage: "use tools", hasToolResult: false },
  response: {
    content: "Let me see.",
    toolCalls: [
      { name: "search", arguments: '{"q":"wörld"}' },
      { name: "search", arguments: '{"q":"two"}' },
    ],
  },
});
mock.addFixture({ match: { userMessage: "use tools", hasToolResult: true }, response: { content: "Found both." } });

await mock.start();
console.log(mock.url);
process.stdin.on("end", () => process.exit(0)).resume();
