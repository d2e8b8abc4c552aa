// Runs AG-UI's HttpAgent. Prints what it holds, one JSON object a line.
// Usage: node agent.mjs <base URL> <token> <thread id> <scenario> [no]
import { HttpAgent, buildResumeArray } from '@ag-ui/client';

const [base, token, threadId, scenario, word] = process.argv.slice(2);
const timeoutMs = 60_000;
const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const fail = (text) => process.stderr.write(`${text}\n`, () => process.exit(1));
setTimeout(() => fail(`not within ${timeoutMs} ms`), timeoutMs);
process.on('unhandledRejection', (error) => fail(`unexpected: ${error?.stack ?? error}`));

const agent = (initialMessages) =>
  new HttpAgent({ url: `${base}/agui`, headers: { Authorization: `Bearer ${token}` }, threadId, initialMessages });
const user = (id, content) => ({ id, role: 'user', content });
const texts = (of) => of.messages.filter((m) => m.role === 'assistant').map((m) => m.content);

const scenarios = {
  async ask() {
    const one = agent([user('1', 'first?')]);
    await one.runAgent({ runId: 'r1' });
    one.addMessage(user('2', 'second?'));
    const outcomes = [];
    await one.runAgent({ runId: 'r2' }, { onRunFinishedEvent: ({ event }) => void outcomes.push(event) });
    print({ texts: texts(one), outcome: outcomes[0].outcome, usage: outcomes[0].usage });
  },

  /** Goes away in the middle, and takes the run up again with what it has. */
  async resume() {
    const one = agent([user('1', 'hi')]);
    let partial;
    const cut = one
      .runAgent(
        { runId: 'r1' },
        {
          onTextMessageContentEvent: ({ textMessageBuffer, event }) => {
            partial = { id: event.messageId, role: 'assistant', content: textMessageBuffer + event.delta };
            if (partial.content === 'one ') one.abortRun();
          },
        },
      )
      .catch(() => {});
    await cut;
    const two = agent([user('1', 'hi'), partial]);
    const rest = two.runAgent({ runId: 'r1' }, { onRunStartedEvent: () => print({ resumed: true }) });
    await rest;
    print({ texts: texts(two), messages: two.messages.length });
  },

  async stop() {
    const one = agent([user('1', 'hi')]);
    let outcome;
    const run = one.runAgent(
      { runId: 'r1' },
      {
        onTextMessageContentEvent: async () => {
          const headers = { Authorization: `Bearer ${token}` };
          print({ stop: (await fetch(`${base}/api/chat/${threadId}/stop`, { method: 'POST', headers })).status });
        },
        onRunFinishedEvent: ({ event }) => void ({ outcome } = event),
      },
    );
    await run;
    print({ texts: texts(one), outcome });
  },

  async fail() {
    const one = agent([user('1', 'hi')]);
    const errors = [];
    await one
      .runAgent({ runId: 'r1' }, { onRunErrorEvent: ({ event }) => void errors.push(event.message) })
      .catch((error) => errors.push(`thrown ${error.message}`));
    print({ texts: texts(one), errors });
  },

  async approve() {
    const one = agent([user('1', 'hi')]);
    await one.runAgent({ runId: 'r1' });
    const [interrupt] = one.pendingInterrupts;
    print({ asked: interrupt.reason });
    const approved = word !== 'no';
    const resume = buildResumeArray(one.pendingInterrupts, { [interrupt.id]: { status: 'resolved', payload: { approved } } });
    await one.runAgent({ runId: 'r2', resume });
    print({ messages: one.messages.map((m) => [m.role, m.content ?? m.toolCalls.map((c) => c.function.name)]) });
  },
};

await scenarios[scenario]();
process.exit(0);
