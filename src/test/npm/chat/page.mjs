// A page with the AI SDK's useChat, in a DOM without a browser. Prints what the page shows, one JSON object a line.
// Usage: node page.mjs <base URL> <token> <chat id> <scenario> [no]
import { Window } from 'happy-dom';

// Enough of a browser's globals for React to render.
const window = new Window({ url: 'http://localhost/' });
for (const [name, value] of Object.entries({ window, document: window.document, navigator: window.navigator })) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

const React = (await import('react')).default;
const { createRoot } = await import('react-dom/client');
const { useChat } = await import('@ai-sdk/react');
const { DefaultChatTransport, lastAssistantMessageIsCompleteWithApprovalResponses } = await import('ai');

const [base, token, id, scenario, word] = process.argv.slice(2);
const timeoutMs = 60_000;
const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const fail = (text) => process.stderr.write(`${text}\n`, () => process.exit(1));
setTimeout(() => fail(`not within ${timeoutMs} ms`), timeoutMs);
process.on('unhandledRejection', (error) => fail(`unexpected: ${error?.stack ?? error}`));

const headers = { Authorization: `Bearer ${token}` };
const textOf = (message) =>
  message.parts
    .filter((part) => part.type === 'text')
    .map((part) => part.text)
    .join('|');

/** Mounts a page; returns its chat, as it stands, and waiting for what it shows. */
function mount(name, options = {}) {
  const page = { chat: null, waiting: [] };
  function Page() {
    const chat = useChat({
      id,
      transport: new DefaultChatTransport({ api: `${base}/api/chat`, headers }),
      onFinish: ({ isError }) => print({ page: name, finished: !isError }),
      onError: (error) => print({ page: name, error: error.message }),
      ...options,
    });
    React.useEffect(() => {
      page.chat = chat;
      page.waiting = page.waiting.filter(({ holds, resolve }) => {
        const done = holds(chat);
        if (done) resolve(chat);
        return !done;
      });
    });
    return React.createElement(
      'ol',
      null,
      chat.messages.map((message) => React.createElement('li', { key: message.id }, textOf(message))),
    );
  }
  const element = document.createElement('div');
  document.body.append(element);
  const root = createRoot(element);
  root.render(React.createElement(Page));
  return {
    until: (holds) =>
      new Promise((resolve) => {
        if (page.chat && holds(page.chat)) resolve(page.chat);
        else page.waiting.push({ holds, resolve });
      }),
    shown: () => [...element.querySelectorAll('li')].map((li) => li.textContent),
    leave: () => root.unmount(),
  };
}

const last = (chat) => chat.messages.at(-1);
const says = (text) => (chat) => last(chat)?.role === 'assistant' && textOf(last(chat)) === text;
const isReady = (chat) => chat.status === 'ready';
const stop = () => fetch(`${base}/api/chat/${encodeURIComponent(id)}/stop`, { method: 'POST', headers });

const scenarios = {
  /** Asks, twice over; then asks again for the last answer. */
  async ask() {
    const page = mount('one');
    await page.until((chat) => chat);
    for (const text of ['first?', 'second?']) {
      const chat = await page.until(isReady);
      await chat.sendMessage({ text });
      await page.until((c) => isReady(c) && last(c).role === 'assistant');
    }
    const chat = await page.until(isReady);
    await chat.regenerate();
    const done = await page.until((c) => isReady(c) && textOf(last(c)) === 'again');
    print({ shown: page.shown(), metadata: last(done).metadata, status: done.status });
  },

  /** Asks; another page of the same user comes in the middle of the answer. */
  async resume() {
    const one = mount('one');
    const chat = await one.until(isReady);
    chat.sendMessage({ text: 'hi' });
    const seen = await one.until(says('one '));
    const messages = [seen.messages[0]];
    one.leave();
    const two = mount('two', { resume: true, messages });
    await two.until(says('one '));
    print({ resumed: true });
    const done = await two.until((c) => isReady(c) && says('one two')(c));
    print({ shown: two.shown(), id: last(done).id, status: done.status });
    const three = mount('three', { resume: true, messages: done.messages });
    const idle = await three.until(isReady);
    print({ shown: three.shown(), status: idle.status });
  },

  /** Asks, and stops the answer. */
  async stop() {
    const page = mount('one');
    const chat = await page.until(isReady);
    chat.sendMessage({ text: 'hi' });
    await page.until(says('Hel'));
    print({ stop: (await stop()).status });
    const done = await page.until((c) => isReady(c) && last(c).metadata?.reason);
    print({ shown: page.shown(), metadata: last(done).metadata, again: (await stop()).status });
  },

  /** Asks in vain. */
  async fail() {
    const page = mount('one');
    const chat = await page.until(isReady);
    chat.sendMessage({ text: 'hi' });
    const failed = await page.until((c) => c.status === 'error');
    print({ shown: page.shown(), message: failed.error.message });
  },

  /** Asks; allows the tool that needs a person. */
  async approve() {
    const page = mount('one', { sendAutomaticallyWhen: lastAssistantMessageIsCompleteWithApprovalResponses });
    const chat = await page.until(isReady);
    chat.sendMessage({ text: 'hi' });
    const toolOf = (c) => last(c)?.parts.find((part) => part.toolCallId);
    const asked = await page.until((c) => isReady(c) && toolOf(c)?.state === 'approval-requested');
    const tool = toolOf(asked);
    print({ asked: tool.type, input: tool.input });
    asked.addToolApprovalResponse({ id: tool.approval.id, approved: word !== 'no' });
    const done = await page.until((c) => isReady(c) && last(c).metadata?.reason === 'done');
    const tools = last(done).parts.filter((part) => part.toolCallId);
    print({
      shown: page.shown(),
      tools: tools.flatMap((part) => [part.type, part.state]),
      output: toolOf(done).output,
      answers: done.messages.filter((message) => message.role === 'assistant').length,
    });
  },
};

await scenarios[scenario]();
process.exit(0);
