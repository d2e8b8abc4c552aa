const HELD_MOST = 1_000;

/** Gives out a room's events by seq: each once, n + 1 only after n. */
export class Sequence {
  #held = new Map(); // events that came before their turn
  last = null; // null until the room has said where it stands

  /** Nothing up to seq will come any more. */
  start(seq) {
    this.last = seq;
  }

  /** Takes an event and returns those that may be applied now. */
  offer(frame) {
    if ((this.last === null || frame.seq > this.last) && this.#held.size < HELD_MOST) {
      this.#held.set(frame.seq, frame);
    }
    return this.due();
  }

  due() {
    const frames = [];
    while (this.last !== null && this.#held.has(this.last + 1)) {
      frames.push(this.#held.get(++this.last));
      this.#held.delete(this.last);
    }
    for (const seq of this.#held.keys()) {
      if (this.last !== null && seq <= this.last) {
        this.#held.delete(seq);
      }
    }
    return frames;
  }

  /** Whether an event is missing before one that is here. */
  get broken() {
    return this.#held.size > 0;
  }

  /** What was held comes again by replay. */
  forgetHeld() {
    this.#held.clear();
  }
}
