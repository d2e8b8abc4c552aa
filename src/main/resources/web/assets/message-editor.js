import { el } from './dom.js';

const HEIGHT_MOST_PX = 300;

/** A message's text while it is being changed, in the message's place. Enter saves, Escape gives up. */
export class MessageEditor {
  #input;
  #problem;
  #save;

  /** @param on {save(text), cancel(), problemWith(text): problem or null} */
  constructor(seq, original, text, on) {
    this.seq = seq;
    this.original = original;
    this.on = on;
    this.#input = el('textarea', { rows: 1, value: text, data: { testid: 'editor' }, aria: { label: 'Edit message', describedby: 'editor-hint' } });
    this.#problem = el('p', { className: 'problem', aria: { role: 'status' } });
    this.#save = el('button', { className: 'primary', data: { testid: 'save-button' } }, 'Save');
    const cancel = el('button', { type: 'button', className: 'quiet', data: { testid: 'cancel-button' }, on: { click: () => on.cancel() } }, 'Cancel');
    this.element = el('form', { className: 'editor', on: { submit: (event) => (event.preventDefault(), this.#submit()) } },
      this.#input, this.#problem,
      el('div', { className: 'editor-foot' },
        el('span', { id: 'editor-hint', className: 'muted' }, 'Enter to save, Escape to cancel'), cancel, this.#save));
    this.#input.addEventListener('input', () => this.changed());
    this.#input.addEventListener('keydown', (event) => this.#key(event));
  }

  get text() {
    return this.#input.value;
  }

  get isChanged() {
    return this.text.trim() !== this.original;
  }

  focus() {
    this.changed();
    this.#input.focus();
    this.#input.setSelectionRange(this.text.length, this.text.length);
    this.element.scrollIntoView({ block: 'nearest' });
  }

  /** To be called once it is on the page: its height is that of its text. */
  changed() {
    const text = this.text.trim();
    const problem = text === '' ? 'Nothing to save. To remove the message, delete it.' : this.on.problemWith(text);
    this.#input.style.height = 'auto';
    this.#input.style.height = `${Math.min(this.#input.scrollHeight + 2, HEIGHT_MOST_PX)}px`;
    this.#input.setAttribute('aria-invalid', String(problem !== null));
    this.#save.disabled = problem !== null;
    if (this.#problem.textContent !== (problem ?? '')) {
      this.#problem.textContent = problem ?? '';
    }
  }

  #key(event) {
    if (event.isComposing) {
      return; // Enter belongs to the input method
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.on.cancel();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    }
  }

  #submit() {
    this.changed();
    if (this.#save.disabled) {
      return;
    }
    if (this.isChanged) {
      this.on.save(this.text.trim());
    } else {
      this.on.cancel();
    }
  }
}
