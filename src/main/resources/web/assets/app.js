import { createSession, endSession, takeInvitation } from './api.js';
import { ALWAYS, Chat } from './chat.js';
import { Composer } from './composer.js';
import { avatar, byId, el, roomTitle, setText } from './dom.js';
import { session as kept } from './memory.js';
import { mentionable } from './mentions.js';
import { MessageMenu } from './message-menu.js';
import { MessagesView } from './messages-view.js';
import { Panels } from './panels.js';
import { parseHash, roomHash } from './route.js';
import { timeline } from './timeline.js';

const TICK_MS = 500;
const RENDER_MS = 16;
const TOAST_MS = 6_000;
const QUOTED_MOST = 300;

let chat = null;
let rendering = 0;

const panels = new Panels();
const messages = new MessagesView({
  more: () => (chat.current.loadMore(), chat.flush()),
  stop: (turn) => chat.stop(turn),
  approve: (turn, call, allow) => chat.approve(turn, call, allow),
  reply: (item) => composer.reply(item),
  retry: (id) => (chat.current.outbox.retry(id), chat.flush()),
  edit: (id) => takeBack(id, (item) => composer.take(item)),
  discard: (id) => takeBack(id, () => {}),
  react,
  remove,
  menu: (item, button, withActions) => menu.open(item, button, withActions),
  save: (seq, text) => chat.edit(seq, text),
  problemWith: (text) => chat.problemWithEdit(text),
  edited: () => composer.focus(),
  orphaned: (text) => {
    composer.take({ text });
    toast('The message that you were editing was deleted. Your text is in the composer.');
  },
  retryAmendment: (id) => (chat.current.amendments.retry(id), chat.flush()),
  takeBackAmendment,
});
const menu = new MessageMenu({
  react,
  remove,
  reply: (item) => composer.reply(item),
  edit: (item) => messages.edit(item),
});
const composer = new Composer({
  say: (text, replyTo) => {
    const problem = chat.say(text, replyTo);
    if (problem === null) {
      messages.toEnd();
    }
    return problem;
  },
  problemWith: (text, replyTo) => chat.problemWith(text, replyTo),
  typing: (on) => chat.typing(on),
  names: () => mentionable(chat),
  editLast: () => {
    const last = timeline(chat.current, chat.session.name).findLast(({ mayEdit }) => mayEdit);
    if (last) {
      messages.edit(last);
    }
  },
});

/** What was not sent is the user's again. */
function takeBack(id, use) {
  const item = chat.current.outbox.takeBack(id);
  if (item) {
    use(item);
    chat.flush();
  }
}

function react(seq, emoji, on) {
  chat.react(seq, emoji, on);
}

/** Asks first: what is deleted is gone. */
function remove({ seq, own, author, text }) {
  const dialog = byId('delete-dialog');
  byId('delete-text').textContent = `${own ? '' : `${author.name}: `}${text.slice(0, QUOTED_MOST)}`;
  dialog.returnValue = '';
  dialog.onclose = () => {
    byId('delete-text').textContent = ''; // the page holds it no longer than the message does
    if (dialog.returnValue === 'delete') {
      chat?.delete(seq);
    }
    document.activeElement?.blur(); // Chromium gives the focus back without the caret: keys would go nowhere
    composer.focus();
  };
  dialog.showModal();
}

/** What was not saved is the user's again: to be changed, or to be forgotten. */
function takeBackAmendment(id, use) {
  const item = chat.current.amendments.takeBack(id);
  chat.flush();
  if (item && use) {
    render(); // the message as it is, which is what the editor begins with
    const message = timeline(chat.current, chat.session.name).find(({ seq }) => seq === item.target);
    if (message?.mayEdit) {
      messages.edit(message, item.text);
    } else {
      composer.take({ text: item.text });
    }
  }
}

function signIn(session) {
  kept.save(session);
  byId('sign-in').hidden = true;
  byId('chat').hidden = false;
  byId('my-name').textContent = session.name;
  byId('my-avatar').replaceWith(Object.assign(avatar({ id: session.userId, name: session.name }), { id: 'my-avatar' }));
  chat = new Chat(session, { changed, toast, signedOut });
  route();
  chat.connection.open();
  composer.focus();
}

function signedOut(text = '') {
  kept.clear();
  chat?.close();
  chat = null;
  byId('chat').hidden = true;
  byId('sign-in').hidden = false;
  byId('sign-in-error').textContent = text;
  byId('invited').hidden = !parseHash(location.hash).invite;
  byId('name-input').focus();
}

/** The hash names the room. One that names none is told and taken away, and where we were stays open. */
function route() {
  const { room, invite, problem } = parseHash(location.hash);
  if (invite && chat) {
    take(invite);
  } else if (problem) {
    toast(problem);
    history.replaceState(null, '', roomHash(chat?.current.name ?? 'main'));
    chat?.open(chat.current.name);
  } else if (room && chat) {
    chat.open(room);
    panels.close();
    composer.focus();
  }
}

/** An invitation lets in whoever is signed in. It leaves the address once it was taken, or will never be. */
async function take(invite) {
  const taker = chat;
  taker.open(taker.current.name); // something is shown meanwhile
  let next = roomHash(taker.current.name);
  try {
    next = roomHash((await takeInvitation(taker.session.token, invite)).room);
    taker.refreshDirectory();
  } catch (error) {
    if (!error.status || error.status === 429 || error.status >= 500) {
      toast(`The invitation could not be taken now. Load the page again to try once more. (${error.message})`);
      return;
    }
    toast(error.status === 404 ? 'This invitation is not valid: used, expired or withdrawn' : `The invitation was refused: ${error.message}`);
  }
  if (taker === chat && parseHash(location.hash).invite === invite) {
    location.replace(next); // a hash alone, so the page stays and route() opens the room
  }
}

/** Many frames, one rendering. A timer, because animation frames stop in a hidden tab. */
function changed() {
  rendering ||= setTimeout(render, RENDER_MS);
}

function render() {
  clearTimeout(rendering);
  rendering = 0;
  if (!chat) {
    return;
  }
  const room = chat.current;
  messages.show(room, timeline(room, chat.session.name));
  if (messages.atEnd && !document.hidden) {
    chat.read();
  }
  composer.show(room, chat.assistants);
  panels.showRooms(chat);
  panels.showMembers(room);
  showHeader(room);
}

function showHeader(room) {
  const title = roomTitle(room.name, chat.listed(room.name)?.title);
  const unread = [...chat.rooms.values()].reduce((sum, { unread }) => sum + unread, 0);
  const page = `${unread > 0 ? `(${unread}) ` : ''}${title} · Parley`;
  if (document.title !== page) {
    document.title = page;
  }
  setText('room-title', title);
  byId('leave-room').hidden = ALWAYS.includes(room.name);
  const typing = room.people.typing(Date.now());
  setText('typing', typing.length === 0 ? ''
    : typing.length > 3 ? 'Several people are typing…'
      : `${typing.join(', ')} ${typing.length === 1 ? 'is' : 'are'} typing…`);
  const { name, until, text } = chat.connection.state;
  const state = { connecting: 'connecting', online: 'online', waiting: 'reconnecting', stopped: 'offline' }[name];
  byId('connection-state').dataset.state = state;
  setText('connection-state', state === 'reconnecting'
    ? `reconnecting in ${Math.max(1, Math.ceil((until - Date.now()) / 1000))} s`
    : text || (state === 'connecting' ? 'connecting…' : state));
}

function toast(text) {
  const item = el('div', { className: 'toast' }, text);
  byId('toasts').append(item);
  setTimeout(() => item.remove(), TOAST_MS);
}

byId('sign-in-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const name = byId('name-input').value.trim();
  const token = byId('token-input').value.trim();
  const button = byId('join-button');
  if (!name && !token) {
    byId('sign-in-error').textContent = 'A name, please.';
    byId('name-input').focus();
    return;
  }
  button.disabled = true;
  try {
    const session = await createSession(name, token);
    byId('token-input').value = byId('sign-in-error').textContent = '';
    signIn(session);
  } catch (error) {
    byId('sign-in-error').textContent = error.status ? error.message : 'The server cannot be reached. Try again.';
  } finally {
    button.disabled = false;
  }
});

byId('sign-out').addEventListener('click', () => {
  const { token } = chat.session;
  messages.forget();
  composer.forget(); // whoever comes next is somebody else
  signedOut();
  endSession(token).catch(() => toast('Signed out here; the server could not be told'));
});

byId('room-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const input = byId('room-input');
  const name = input.value.trim().replace(/^#/, '').replace(/\s+/g, '-');
  if (name) {
    input.value = '';
    location.hash = roomHash(name);
  }
});

byId('leave-room').addEventListener('click', () => {
  const waiting = chat.current.outbox.items.length;
  chat.leave(chat.current.name);
  if (waiting > 0) {
    toast('What was not sent there is kept: open the room again to see it');
  }
  location.hash = '#/main';
});

addEventListener('hashchange', route);
addEventListener('online', () => chat?.connection.hurry());
document.addEventListener('visibilitychange', () => {
  if (chat && !document.hidden) {
    chat.connection.hurry();
    changed();
  }
});
setInterval(() => {
  if (chat) {
    chat.tick();
    showHeader(chat.current); // counts down, and forgets who stopped typing
  }
}, TICK_MS);

const session = kept.load();
if (session?.token) {
  signIn(session);
} else {
  signedOut();
}
