/**
 * The thread that takes containers apart, one at a time. It may hang or run out of memory over what somebody made
 * for that: the other side waits for so long and no longer, then ends it.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { parentPort } from 'node:worker_threads'

import type { UnknownCause } from '../../../phases/recover/index.ts'
import type { FromThread, MemberOf, Payload, ToThread } from './messages.ts'
import { openScratch, type Unpacked } from './scratch.ts'
import { bytesSource, fileSource, piecesOf, type Source } from './source.ts'
import { splitContent } from './split-content.ts'

/** A batch ends at either bound: large enough for engines, small enough to be held several times. */
const batchBytes = 8 * 1024 * 1024
const batchMembers = 256

const port = parentPort
if (port === null) throw new Error('This file is a thread of the container splitter.')
const parent = port

parent.on('message', (message: ToThread) => {
  if (message.kind === 'split') void split(message)
})

async function split({ content, limits, scratch }: Extract<ToThread, { kind: 'split' }>): Promise<void> {
  const problems = new Set<UnknownCause>()
  // Two ways of reading one container find the same members; 100 bytes of memory each.
  const told = new Set<string>()
  let batch: { readonly member: Unpacked; readonly place: string }[] = []
  let bytes = 0
  let judged: Promise<unknown> = Promise.resolve()
  async function flush(): Promise<void> {
    const full = batch
    batch = []
    bytes = 0
    if (full.length === 0) return
    const members = full.map(payloadOf).filter(({ key }) => told.size < told.add(key).size)
    // The batch before is judged while this one was made: two are there at once, never more.
    await judged
    if (members.length > 0) judged = tell(members).then(() => full.forEach(({ member }) => member.release()))
    else for (const { member } of full) member.release()
  }
  try {
    using source = 'file' in content ? fileSource(content.file) : bytesSource(content.bytes)
    for await (const piece of splitContent(source, { limits, scratch: openScratch(scratch) })) {
      if ('problem' in piece) {
        problems.add(piece.problem)
        continue
      }
      batch.push(piece)
      bytes += piece.member.source.size
      if (bytes >= batchBytes || batch.length >= batchMembers) await flush()
    }
    await flush()
    await judged
    answer({ kind: 'end', problems: [...problems] })
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    answer({ kind: 'failed', code, message })
  }
}

/** Resolves when the members are judged. */
function tell(members: readonly (Payload & MemberOf)[]): Promise<unknown> {
  answer(
    { kind: 'members', members },
    members.flatMap((member) => ('bytes' in member ? [member.bytes.buffer as ArrayBuffer] : [])),
  )
  return once(parent, 'message')
}

function payloadOf({
  member: { source, file },
  place,
}: {
  readonly member: Unpacked
  readonly place: string
}): Payload & MemberOf {
  if (file !== undefined) return { key: hashOf(source), place, file }
  // A copy, because the buffer goes to the other side and the member may still be taken apart here.
  const bytes = new Uint8Array(source.size)
  bytes.set(source.read(0, source.size))
  return { key: createHash('sha256').update(bytes).digest('hex'), place, bytes }
}

function hashOf(source: Source): string {
  const hash = createHash('sha256')
  for (const piece of piecesOf(source)) hash.update(piece)
  return hash.digest('hex')
}

function answer(message: FromThread, transfer: ArrayBuffer[] = []): void {
  parent.postMessage(message, transfer)
}
