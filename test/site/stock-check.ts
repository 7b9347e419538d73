import { spawnSync } from 'node:child_process'

/** What `verify.txt` tells a reader to type, in one line; nothing of ours takes part. */
export function stockToolsAgree(folder: string, fingerprint: string): boolean {
  const script = `
openssl pkey -pubin -in keys/publication.pem -outform DER | sha256sum | grep -q '^${fingerprint} ' &&
openssl pkeyutl -verify -pubin -inkey keys/publication.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig &&
openssl pkeyutl -verify -pubin -inkey keys/publication.pem -rawin -in bundle.json -sigfile bundle.json.sig &&
sha256sum -c --strict --quiet SHA256SUMS`
  return spawnSync('sh', ['-c', script], { cwd: folder }).status === 0
}
