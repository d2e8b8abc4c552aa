/** A room's messages as far as they are loaded, by seq. */
export class Messages {
  #list = [];

  get list() {
    return this.#list;
  }

  get oldest() {
    return this.#list[0];
  }

  /** Adds a message, or replaces the one with its seq. */
  put(message) {
    let at = this.#list.length;
    while (at > 0 && this.#list[at - 1].seq >= message.seq) {
      at--;
    }
    this.#list.splice(at, this.#list[at]?.seq === message.seq ? 1 : 0, message);
  }

  /** @param reference a seq, as number or text, or an id */
  find(reference) {
    return this.#list.find(({ id, seq }) => String(seq) === String(reference) || id === reference);
  }

  change(reference, changes) {
    const message = this.find(reference);
    if (message) {
      this.put({ ...message, ...changes });
    }
  }

  hasAnswer(turn) {
    return this.#list.some((message) => message.turn === turn);
  }

  /** Keeps the newest. Returns whether anything went. */
  trim(keep) {
    const cut = this.#list.length > keep;
    if (cut) {
      this.#list = this.#list.slice(-keep);
    }
    return cut;
  }

  clear() {
    this.#list = [];
  }
}
