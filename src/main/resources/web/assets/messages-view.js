import { byId, el, reconcile, setText } from './dom.js';
import { MessageEditor } from './message-editor.js';
import { MessageView, signature } from './message-view.js';

const NEAR_END_PX = 80;
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

/** The message list: shows a timeline, keeps the reader's place, and what is being edited in it. */
export class MessagesView {
  #scroller = byId('messages');
  #list = byId('timeline');
  #jump = byId('jump');
  #room = null;
  #first = null; // key of the oldest message
  #atEnd = true;
  #message;
  #editor = null;
  #drafts = new Map(); // by room, the edit that was begun there: {seq, text}

  /**
   * @param on {more(), save(seq, text), problemWith(text), orphaned(text), edited()}: the last two tell that a text
   * has lost its message, and that an editor was closed by the user; and what a MessageView wants
   */
  constructor(on) {
    this.on = on;
    this.#message = new MessageView({ ...on, find: (seq) => this.#find(seq), open: (item) => this.edit(item) });
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
      this.#keepDraft();
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
      build: (item) => (MARKS.get(item.kind) ?? ((message) => this.#message.build(message)))(item),
      update: (element, item) => item.kind === 'message' && this.#message.update(element, item),
    });
    this.#first = first;
    this.#keepEditor(items);
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

  /** Opens the editor of a message in its place. */
  edit({ seq, text }, begun = text) {
    this.#closeEditor();
    const element = this.#elementOf(seq);
    if (element) {
      this.#open(element, seq, text, begun).focus();
    }
  }

  /** Nothing of this user's stays. */
  forget() {
    this.#drafts.clear();
    this.#closeEditor();
    this.#room = null;
    this.#list.replaceChildren();
  }

  #open(element, seq, text, begun) {
    const done = (use) => {
      this.#closeEditor();
      use?.();
      this.on.edited();
    };
    this.#editor = new MessageEditor(seq, text, begun, {
      save: (changed) => done(() => this.on.save(seq, changed)),
      cancel: () => done(),
      problemWith: this.on.problemWith,
    });
    element.dataset.editing = '';
    element.parts.body.after(this.#editor.element);
    return this.#editor;
  }

  #closeEditor() {
    if (this.#editor) {
      const { element, seq } = this.#editor;
      this.#editor = null;
      element.remove();
      delete this.#elementOf(seq)?.dataset.editing;
    }
    this.#drafts.delete(this.#room?.name);
  }

  /** The message list goes: what was begun stays. */
  #keepDraft() {
    if (this.#editor) {
      const { seq, original, text, isChanged } = this.#editor;
      this.#closeEditor();
      if (isChanged) {
        this.#drafts.set(this.#room.name, { seq, original, text });
      }
    }
  }

  /** A message that is edited may have been deleted, or have left the list and come back. */
  #keepEditor(items) {
    if (this.#editor && !this.#editor.element.isConnected) {
      this.#keepDraft();
    }
    const begun = this.#editor ?? this.#drafts.get(this.#room.name);
    const item = begun && items.find(({ seq }) => seq === begun.seq);
    if (!item) {
      return;
    }
    if (!item.mayEdit) {
      const { text } = begun;
      this.#closeEditor();
      this.on.orphaned(text);
    } else if (!this.#editor) {
      const { seq, original, text } = begun;
      this.#drafts.delete(this.#room.name);
      this.#open(this.#elementOf(seq), seq, original, text).changed();
    }
  }

  #elementOf(seq) {
    return this.#list.querySelector(`[data-seq="${CSS.escape(seq)}"]`);
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
    this.#elementOf(seq)?.scrollIntoView({ block: 'center' });
  }
}

const changeLine = ({ seq, text }) => el('li', { className: 'change', data: { change: seq, testid: 'change' } }, text);

const dayMark = ({ ts }) => el('li', { className: 'day' }, el('span', {}, day.format(ts)));

const MARKS = new Map([['day', dayMark], ['change', changeLine]]);

function note(room, items) {
  if (room.phase === 'refused') {
    return room.isDeleted || items.length > 0 ? '' : `This room is closed to you: ${room.refusal}`; // told below as well
  }
  if (room.loading) {
    return room.phase === 'away' && items.length === 0 ? '' : 'Loading…';
  }
  if (room.hasMore) {
    return '';
  }
  return items.length > 0 ? 'The beginning of this room' : 'Nothing here yet. Say hello!';
}
