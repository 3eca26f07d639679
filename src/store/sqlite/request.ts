import type { RequestStore } from '../request-store.js';
import type { Context } from './context.js';
import type { Register } from './register.js';

/** The register of requests, each change a transaction of its own. */
export function requestStore({ transact, query }: Context, register: Register): RequestStore {
  return {
    addRequest: (draft, stamp) => transact(() => register.add(draft, stamp)),
    requests: (filter) => query(() => register.all(filter)),
    requestsOf: (number) => query(() => register.ofPerson(number)),
    findRequest: (id) => query(() => register.find(id)),
    identifyRequest: (id, on, by, stamp, number = null) => transact(() => register.identify(id, on, by, stamp, number)),
    extendRequest: (id, on, dueOn, because, stamp) => transact(() => register.extend(id, on, dueOn, because, stamp)),
    answerRequest: (id, on, answer, because, stamp) => transact(() => register.answer(id, on, answer, because, stamp)),
    answerOpenRequests: (kind, number, on, stamp) => transact(() => register.answerOpen(kind, number, on, stamp)),
    noteExercised: (kind, number, days, stamp) => transact(() => register.noteExercised(kind, number, days, stamp)),
  };
}
