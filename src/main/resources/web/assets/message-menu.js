import { byId, el } from './dom.js';
import { COMMON, offered } from './emojis.js';
import { icon } from './icons.js';

const GAP_PX = 6;

/**
 * The menu of one message: emojis to react with and, where there is no room for buttons beside the message, what else
 * can be done with it. Arrows move, Escape closes; then the focus is back where it was.
 */
export class MessageMenu {
  #menu = byId('message-menu');
  #anchor = null;

  /** @param on {react(seq, emoji, on), reply(item), edit(item), remove(item)} */
  constructor(on) {
    this.on = on;
    this.#menu.addEventListener('keydown', (event) => this.#key(event));
    this.#menu.addEventListener('focusout', ({ relatedTarget }) => relatedTarget && !this.#menu.contains(relatedTarget) && this.close());
    document.addEventListener('pointerdown', ({ target }) => this.#anchor && !this.#menu.contains(target) && this.close());
    addEventListener('resize', () => this.#anchor && this.#place(this.#anchor.getBoundingClientRect()));
  }

  open(item, anchor, withActions) {
    const emojis = offered(item.reactions).map((emoji) => this.#emoji(item, emoji));
    const actions = withActions ? this.#actions(item) : [];
    this.#menu.replaceChildren(
      el('div', { className: 'emojis', aria: { role: 'group', label: 'Reactions' } }, ...emojis),
      ...(actions.length > 0 ? [el('div', { className: 'actions', aria: { role: 'group', label: 'Actions' } }, ...actions)] : []));
    this.#menu.hidden = false;
    anchor.setAttribute('aria-expanded', 'true');
    this.#anchor = anchor;
    this.#place(anchor.getBoundingClientRect());
    this.#entries[0].focus();
  }

  close(refocus = false) {
    const anchor = this.#anchor;
    if (anchor) {
      this.#anchor = null;
      this.#menu.hidden = true;
      anchor.setAttribute('aria-expanded', 'false');
      if (refocus && anchor.isConnected) {
        anchor.focus();
      }
    }
  }

  get #entries() {
    return [...this.#menu.querySelectorAll('button')];
  }

  #emoji({ seq, reactions }, emoji) {
    const own = reactions.some((one) => one.emoji === emoji && one.own);
    return el('button', {
      type: 'button', tabIndex: -1, title: COMMON.get(emoji) ?? '', data: { emoji },
      aria: { role: 'menuitemcheckbox', checked: own, label: COMMON.has(emoji) ? `${emoji} ${COMMON.get(emoji)}` : emoji },
      on: { click: () => (this.close(true), this.on.react(seq, emoji, !own)) },
    }, emoji);
  }

  #actions(item) {
    const action = (name, label, act) => el('button', {
      type: 'button', tabIndex: -1, className: name, data: { testid: `menu-${name}` }, aria: { role: 'menuitem' },
      on: { click: () => (this.close(true), act(item)) },
    }, icon(name), label);
    return [
      action('reply', 'Reply', this.on.reply),
      item.mayEdit && action('edit', 'Edit', this.on.edit),
      item.mayDelete && action('delete', 'Delete', this.on.remove),
    ].filter(Boolean);
  }

  /** Beside what opened it, above it where there is more room, and always in the window. */
  #place({ top, bottom, right }) {
    const { offsetWidth, offsetHeight } = this.#menu;
    const above = top - offsetHeight - GAP_PX;
    const below = bottom + GAP_PX;
    const y = above >= GAP_PX ? above : Math.min(below, innerHeight - offsetHeight - GAP_PX);
    const x = Math.max(GAP_PX, Math.min(right - offsetWidth, innerWidth - offsetWidth - GAP_PX));
    this.#menu.style.top = `${y}px`;
    this.#menu.style.left = `${x}px`;
  }

  #key(event) {
    const entries = this.#entries;
    const at = entries.indexOf(document.activeElement);
    const columns = getComputedStyle(this.#menu.firstElementChild).gridTemplateColumns.split(' ').length;
    const emojis = this.#menu.firstElementChild.children.length;
    const vertical = (step) => (at < emojis ? at + step * columns : at + step);
    const to = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at < emojis ? Math.min(vertical(1), at + columns < emojis ? at + columns : emojis) : at + 1,
      ArrowUp: vertical(-1),
      Home: 0,
      End: entries.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      entries[(to + entries.length) % entries.length].focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      this.close(true);
    }
  }
}
