/** A room's messages as far as they are loaded, by seq. A message that changes is another object. */
export class Messages {
  #list = [];
  #bySeq = new Map();
  #byId = new Map();
  #turns = new Set();
  #names = new Map();

  /** Rises with every change. */
  version = 0;

  get list() {
    return this.#list;
  }

  get oldest() {
    return this.#list[0];
  }

  /** Adds a message, or replaces the one with its seq. */
  put(message) {
    const at = this.#placeOf(message.seq);
    this.#list.splice(at, this.#list[at]?.seq === message.seq ? 1 : 0, message);
    this.#index(message);
    this.version++;
  }

  /** @param reference a seq, as number or text, or an id */
  find(reference) {
    return this.#bySeq.get(String(reference)) ?? this.#byId.get(String(reference));
  }

  at(seq) {
    return this.#bySeq.get(String(seq));
  }

  change(seq, changes) {
    const message = this.at(seq);
    if (message) {
      this.put({ ...message, ...changes });
    }
  }

  /** What somebody who said something here is called; undefined for others. */
  nameOf(user) {
    return this.#names.get(user);
  }

  hasAnswer(turn) {
    return this.#turns.has(turn);
  }

  /** Keeps the newest. Returns whether anything went. */
  trim(keep) {
    const cut = this.#list.length > keep;
    if (cut) {
      const kept = this.#list.slice(-keep);
      this.clear();
      this.#list = kept;
      kept.forEach((message) => this.#index(message));
    }
    return cut;
  }

  clear() {
    this.#list = [];
    this.#bySeq.clear();
    this.#byId.clear();
    this.#turns.clear();
    this.#names.clear();
    this.version++;
  }

  #index(message) {
    this.#bySeq.set(String(message.seq), message);
    this.#byId.set(message.id, message);
    this.#names.set(message.from.id, message.from.name);
    if (message.turn) {
      this.#turns.add(message.turn);
    }
  }

  /** The first place whose seq is not below; most come at the end. */
  #placeOf(seq) {
    let low = 0;
    let high = this.#list.length;
    if (high === 0 || this.#list[high - 1].seq < seq) {
      return high;
    }
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#list[middle].seq < seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
