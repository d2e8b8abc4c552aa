/** The assistants' answers in progress, each built from its chunks, with the tools that it uses. */
export class Answers {
  #turns = new Map();

  /** What `ready` lists; with `only`, nothing else is in progress. */
  restore(turns = [], only = false) {
    if (only) {
      this.#turns.clear();
    }
    for (const { turn, assistant, attempt, asker, content, calls = [] } of turns) {
      this.#turns.set(turn, { turn, assistant, attempt, asker, content, calls });
    }
  }

  /** False when something before this chunk was lost. */
  chunk({ turn, assistant, attempt, asker, offset, content }) {
    let answer = this.#turns.get(turn);
    if (answer && attempt < answer.attempt) {
      return true; // the last words of a node that is gone
    }
    if (!answer || attempt > answer.attempt) {
      answer = { turn, assistant, attempt, asker: asker ?? answer?.asker, content: '', calls: answer?.calls ?? [] };
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

  /** How far a tool is; the latest word about it counts. */
  tool({ turn, call, name, arguments: asked, state, result }) {
    const answer = this.#turns.get(turn);
    if (answer) {
      const others = answer.calls.filter((known) => known.call !== call);
      const place = answer.calls.findIndex((known) => known.call === call);
      others.splice(place < 0 ? others.length : place, 0, { call, name, arguments: asked, state, result });
      answer.calls = others;
    }
  }

  end(turn) {
    this.#turns.delete(turn);
  }

  list() {
    return [...this.#turns.values()];
  }
}
