import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A time-stamping authority made of `openssl ts`, for tests: its certificate, and its answers to requests. */
export interface Authority {
  readonly certificateFile: string
  /** A signed answer, or one that refuses (for another digest than SHA-256). */
  stamp(request: Uint8Array): Buffer
}

export function makeAuthority(folder: string, name: string): Authority {
  const at = (file: string): string => join(folder, file)
  mkdirSync(folder, { recursive: true })
  const config = [
    '[req]\ndistinguished_name = dn\nx509_extensions = ext\nprompt = no',
    `[dn]\nCN = ${name}`,
    '[ext]\nextendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature',
    'basicConstraints = critical,CA:TRUE',
    '[tsa]\ndefault_tsa = one',
    `[one]\nserial = ${at('serial')}\nsigner_cert = ${at('tsa.pem')}\nsigner_key = ${at('tsa.key')}`,
    'signer_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1',
    'ordering = yes\ntsa_name = yes\ness_cert_id_chain = no\ncertsfile =',
  ]
  writeFileSync(at('tsa.conf'), `${config.join('\n')}\n`.replace('certsfile =\n', ''))
  writeFileSync(at('serial'), '01\n')
  const request = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '3650',
    '-config',
    at('tsa.conf'),
  ]
  execFileSync('openssl', [...request, '-keyout', at('tsa.key'), '-out', at('tsa.pem')], { stdio: 'ignore' })
  return {
    certificateFile: at('tsa.pem'),
    stamp(bytes) {
      writeFileSync(at('request.tsq'), bytes)
      const reply = ['ts', '-reply', '-config', at('tsa.conf'), '-queryfile', at('request.tsq')]
      const run = spawnSync('openssl', [...reply, '-out', at('reply.tsr')], { encoding: 'utf8' })
      if (run.status !== 0) throw new Error(run.stderr)
      return readFileSync(at('reply.tsr'))
    },
  }
}
