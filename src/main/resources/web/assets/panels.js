import { ALWAYS } from './chat.js';
import { avatar, byId, el, reconcile, roomTitle, setText } from './dom.js';
import { icon } from './icons.js';
import { roomHash } from './route.js';

/** The panels at both sides; on narrow windows they are drawers. */
export class Panels {
  #shown = null;

  constructor() {
    for (const which of ['rooms', 'members']) {
      byId(`${which}-toggle`).addEventListener('click', () => this.#toggle(which));
    }
    byId('scrim').addEventListener('click', () => this.close());
    addEventListener('keydown', ({ key }) => key === 'Escape' && this.close());
  }

  close() {
    this.#toggle(null);
  }

  showRooms(chat) {
    reconcile(byId('room-list'), entries(chat), {
      key: ({ name }) => name,
      signature: JSON.stringify,
      build: ({ name, title, isPrivate, current, unread }) => {
        const badge = unread > 0
          ? el('span', { className: 'badge', aria: { label: `${unread} unread` } }, unread > 99 ? '99+' : String(unread))
          : null;
        const link = el('a', { href: roomHash(name), data: { room: name } },
          mark(name, isPrivate), el('span', { className: 'name' }, roomTitle(name, title)),
          isPrivate ? el('span', { className: 'unseen' }, ' (private)') : null, badge);
        if (current) {
          link.setAttribute('aria-current', 'page');
        }
        return el('li', {}, link);
      },
    });
  }

  showMembers({ people, me }) {
    if (this.#shown?.people === people && this.#shown.version === people.version) {
      return;
    }
    this.#shown = { people, version: people.version };
    setText('member-count', String(people.count));
    byId('members-toggle').setAttribute('aria-label', `Members: ${people.count}`);
    reconcile(byId('member-list'), people.list(), {
      key: ({ id }) => id,
      signature: JSON.stringify,
      build: (member) => el('li', { data: { user: member.id } },
        avatar(member), el('span', {}, member.name + (member.id === me ? ' (you)' : ''))),
    });
  }

  #toggle(which) {
    const chat = byId('chat');
    const open = chat.dataset.drawer === which ? null : which;
    if (open) {
      chat.dataset.drawer = open;
    } else {
      delete chat.dataset.drawer;
    }
    byId('scrim').hidden = !open;
    byId('rooms-toggle').setAttribute('aria-expanded', String(open === 'rooms'));
    byId('members-toggle').setAttribute('aria-expanded', String(open === 'members'));
  }
}

function mark(name, isPrivate) {
  const sign = name.startsWith('assistant:') ? '✦' : name.startsWith('direct:') ? '@' : isPrivate ? icon('lock') : '#';
  return el('span', { className: 'mark', aria: { hidden: true } }, sign);
}

/** Those always there, those joined, then what the server knows beside them. */
function entries(chat) {
  const { rooms, joined, directory, current } = chat;
  const own = new Set([...rooms.values()].map(({ serverName }) => serverName));
  const others = directory.map(({ room }) => room).filter((room) => !own.has(room) && !rooms.has(room));
  return [...new Set([...ALWAYS, ...joined, ...others])].map((name) => ({
    name,
    title: chat.listed(name)?.title,
    isPrivate: chat.listed(name)?.access === 'private',
    current: name === current.name,
    unread: rooms.get(name)?.unread ?? 0,
  }));
}
