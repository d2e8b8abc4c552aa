import { byId, el, reconcile, setText } from './dom.js';
import { MessageView, signature } from './message-view.js';

const NEAR_END_PX = 80;
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

/** The message list: shows a timeline, keeps the reader's place. */
export class MessagesView {
  #scroller = byId('messages');
  #list = byId('timeline');
  #jump = byId('jump');
  #room = null;
  #first = null; // key of the oldest message
  #atEnd = true;
  #message;

  /** @param on {more()}, and what a MessageView wants */
  constructor(on) {
    this.on = on;
    this.#message = new MessageView({ ...on, find: (seq) => this.#find(seq) });
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#jump.addEventListener('click', () => this.toEnd());
    // Also when the window or the composer changes the height.
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.#scroller);
  }

  get atEnd() {
    return this.#atEnd;
  }

  show(room, items) {
    const moved = room !== this.#room;
    if (moved) {
      this.#room = room;
      this.#list.replaceChildren();
      this.#atEnd = true;
    }
    const first = items.find(({ kind }) => kind === 'message')?.key;
    const prepended = !moved && !this.#atEnd && first !== this.#first; // older messages come in above
    const below = prepended ? this.#scroller.scrollHeight - this.#scroller.scrollTop : 0;
    reconcile(this.#list, items, {
      key: ({ key }) => key,
      signature,
      build: (item) => (item.kind === 'day' ? dayMark(item) : this.#message.build(item)),
      update: (element, item) => item.kind === 'message' && this.#message.update(element, item),
    });
    this.#first = first;
    setText('history-note', note(room, items));
    if (this.#atEnd) {
      this.toEnd();
    } else if (prepended) {
      this.#scroller.scrollTop = this.#scroller.scrollHeight - below;
    }
    this.#jump.hidden = this.#atEnd;
    this.#loadIfShort();
  }

  toEnd() {
    this.#atEnd = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#jump.hidden = true;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    this.#jump.hidden = this.#atEnd;
    this.#loadIfShort();
  }

  #loadIfShort() {
    if (this.#room.hasMore && !this.#room.loading && this.#scroller.scrollTop < NEAR_END_PX) {
      this.on.more();
    }
  }

  #find(seq) {
    this.#list.querySelector(`[data-seq="${CSS.escape(seq)}"]`)?.scrollIntoView({ block: 'center' });
  }
}

const dayMark = ({ ts }) => el('li', { className: 'day' }, el('span', {}, day.format(ts)));

function note(room, items) {
  if (room.phase === 'refused') {
    return `This room is closed to you: ${room.refusal}`;
  }
  if (room.loading) {
    return room.phase === 'away' && items.length === 0 ? '' : 'Loading…';
  }
  if (room.hasMore) {
    return '';
  }
  return items.length > 0 ? 'The beginning of this room' : 'Nothing here yet. Say hello!';
}
