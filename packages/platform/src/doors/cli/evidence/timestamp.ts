import { execFile } from 'node:child_process'
import { createHash, createPublicKey, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { buildCommand } from '@stricli/core'

import {
  answers,
  readTimeStampResponse,
  stampedPart,
  type TimeStamp,
  timeStampRequest,
} from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { askAuthority } from './ask-authority.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { evidenceKey } from './key.ts'
import { readInputFile } from '../access/input-file.ts'
import { keptCheckpoints } from './kept-checkpoints.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'

interface TimestampFlags {
  readonly case: string
  readonly authority: URL
  readonly certificate: string
  readonly json: boolean
}

export const evidenceTimestamp = buildCommand<TimestampFlags, [], AnlaufContext>({
  docs: {
    brief: 'Let a time-stamping authority (RFC 3161) confirm the newest kept checkpoint',
    fullDescription:
      'Sends one hash, nothing of the case. The answer is believed only when openssl verifies it against --certificate. Without network stamp later: the checkpoint waits.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      authority: {
        kind: 'parsed',
        parse: parseAddress,
        brief: 'Its address, https://…',
        placeholder: 'url',
      },
      certificate: {
        kind: 'parsed',
        parse: String,
        brief: 'Certificates in PEM that its stamps lead to; the same for all stamps of a case',
        placeholder: 'file',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const kept = keptCheckpoints(this, flags.case, createPublicKey(evidenceKey(this).key))
    const newest = kept.notes().at(-1)
    if (newest === undefined) {
      throw new AnlaufError('nothing-to-do', `No checkpoint of ${flags.case} was kept yet.`, {
        hint: `First: anlauf evidence checkpoint --case ${flags.case}`,
      })
    }
    const certificate = readInputFile(flags.certificate, { what: 'certificate', maxBytes: 1024 * 1024 })
    const part = stampedPart(newest.note)
    const digest = createHash('sha256').update(part).digest()
    const nonce = randomBytes(8)
    const reply = await askAuthority(flags.authority, timeStampRequest(digest, nonce), this.signal)
    const stamp = accepted(readTimeStampResponse(reply), flags.authority)
    if (!answers(stamp, digest, nonce)) throw disbelieved(flags.authority, 'it answers another question')
    const problem = await verifyWithOpenssl({ reply, part, certificate })
    if (problem !== undefined) throw disbelieved(flags.authority, problem)
    kept.write('authority.pem', certificate)
    kept.write(`${newest.size}.tsr`, reply)
    const at = stamp.at.toISOString()
    if (flags.json)
      return printJson(this, { case: flags.case, entries: newest.size, at, serial: stamp.serial })
    printLines(this, [
      `${counted(newest.size, 'entry', 'entries')} of ${flags.case} existed at ${at}, says ${flags.authority.host} (serial ${stamp.serial}).`,
      'Verified with openssl and kept; the next export carries it.',
    ])
  },
})

function parseAddress(text: string): URL {
  const url = URL.parse(text)
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '') return url
  throw new AnlaufError('input-invalid', `"${text}" is no address of an authority.`, {
    hint: 'Write it like https://tsa.example/tsr, without name and password.',
  })
}

function accepted(stamp: TimeStamp | 'refused' | undefined, { host }: URL): TimeStamp {
  if (stamp !== undefined && stamp !== 'refused') return stamp
  throw new AnlaufError(
    'evidence-broken',
    `${host} ${stamp === 'refused' ? 'did not stamp' : 'sent no time stamp'}.`,
    {
      hint: 'Check the address, or take another authority; the checkpoint waits.',
      retry: 'later',
    },
  )
}

function disbelieved({ host }: URL, why: string): AnlaufError {
  return new AnlaufError('evidence-broken', `The time stamp of ${host} is not believed: ${why}.`, {
    hint: 'Check --certificate (the root and what lies between), or take another authority. Nothing was kept.',
  })
}

/** Undefined when openssl agrees: it knows what a certificate of an authority has to look like, and we need not. */
async function verifyWithOpenssl(stamp: {
  readonly reply: Buffer
  readonly part: string
  readonly certificate: Buffer
}): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'anlauf-stamp-'))
  try {
    const [reply, data, authority] = ['reply.tsr', 'data', 'authority.pem'].map((name) => join(folder, name))
    await writeFile(reply ?? '', stamp.reply)
    await writeFile(data ?? '', stamp.part)
    await writeFile(authority ?? '', stamp.certificate)
    const files = ['-in', reply ?? '', '-data', data ?? '', '-CAfile', authority ?? '']
    await promisify(execFile)('openssl', ['ts', '-verify', ...files], { timeout: 20_000 })
    return undefined
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return isAbsent ? 'the program openssl is not there to verify it' : 'openssl does not verify it'
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
