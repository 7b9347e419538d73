/**
 * The one key of a repository; every key file wraps the same. `encrypt` is AES-256 (32 bytes),
 * `macK` and `macR` (16 bytes each) are Poly1305-AES. Never compare keys by `macR`: it may be stored
 * masked or not and gives the same MAC.
 */
export interface MasterKey {
  readonly encrypt: Buffer
  readonly macK: Buffer
  readonly macR: Buffer
}
