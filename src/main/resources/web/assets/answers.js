/** The assistants' answers in progress, each built from its chunks. */
export class Answers {
  #turns = new Map();

  /** What `ready` lists; with `only`, nothing else is in progress. */
  restore(turns = [], only = false) {
    if (only) {
      this.#turns.clear();
    }
    for (const { turn, assistant, attempt, content } of turns) {
      this.#turns.set(turn, { turn, assistant, attempt, content });
    }
  }

  /** False when something before this chunk was lost. */
  chunk({ turn, assistant, attempt, offset, content }) {
    let answer = this.#turns.get(turn);
    if (answer && attempt < answer.attempt) {
      return true; // the last words of a node that is gone
    }
    if (!answer || attempt > answer.attempt) {
      answer = { turn, assistant, attempt, content: '' };
      this.#turns.set(turn, answer);
    }
    if (offset > answer.content.length) {
      return false;
    }
    if (offset === answer.content.length) {
      answer.content += content;
      return true;
    }
    return offset + content.length <= answer.content.length; // a repeat, or a contradiction
  }

  end(turn) {
    this.#turns.delete(turn);
  }

  list() {
    return [...this.#turns.values()];
  }
}
