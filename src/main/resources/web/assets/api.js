/** The few HTTP calls of this page. A refusal throws an ApiError with the problem document's `code` and text. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}`);
    this.status = status;
    this.code = problem.code;
  }
}

async function call(method, path, { token, body } = {}) {
  const headers = {};
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  if (body) {
    headers['Content-Type'] = 'application/json';
  }
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body), credentials: 'omit' });
  if (!response.ok) {
    throw new ApiError(response.status, await response.json().catch(() => ({})));
  }
  return response.status === 204 ? null : response.json();
}

/** A session for a guest, or for the bearer of a token. */
export const createSession = (name, token) => call('POST', '/api/sessions', { token, body: name ? { name } : {} });

export const endSession = (token) => call('DELETE', '/api/sessions/current', { token });

/** Lets the bearer into the room of an invitation: {room, role} */
export const takeInvitation = (token, invite) => call('POST', `/api/invitations/${encodeURIComponent(invite)}`, { token });

/** [{name, answers, always, tools}] */
export const listAssistants = async (token) => (await call('GET', '/api/assistants', { token })).assistants;

/** [{room, title?, access}] */
export const listRooms = async (token) => (await call('GET', '/api/rooms', { token })).rooms;
