/**
 * Who may do what.
 *
 *     Authorization header, certificate ─▶ authenticator ─▶ client ─▶ rightOf(role, verb, kind)
 *
 * Guarantees: passwords are kept as scrypt hashes only and compared in constant time; a client that was removed
 * or changed is treated so from its next request on; what the table does not list is refused.
 * Not guaranteed: that the holder of a password is the machine it was made for.
 */
export {
  type Authentication,
  type Authenticator,
  basicCredentials,
  createAuthenticator,
  type Credentials,
} from './authenticator.ts'
export { type Client, isName, mayEnter } from './client.ts'
export {
  changeClients,
  type ClientBook,
  clientFile,
  openClientBook,
  readClients,
  writeClients,
} from './client-book.ts'
export { createPassword, hashPassword } from './password.ts'
export { isRole, type Right, rightOf, type Role, roles, type Verb } from './roles.ts'
