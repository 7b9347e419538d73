import { createHash } from 'node:crypto'

import type { Estate } from '../../../core/estate/index.ts'
import { type DocumentTag, type FilingLog, isConsented, tagsOf } from '../../../core/filings/index.ts'
import { namedCustomer } from '../../../core/updates/index.ts'

/** A file that somebody wants to hand on with a complaint. */
export interface Attachment {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What must not slip in, and how it is recognised. */
export interface KeptApart {
  readonly filings: FilingLog
  /** The filing that it goes into; a consent names it. */
  readonly into: string
  /** Content hashes of notices that are kept apart: every form of such a notice carries its own. */
  readonly privileged: ReadonlySet<string>
  /** Sentences of counsel that stand in no other document. */
  readonly judgements: readonly string[]
  readonly estate?: Estate
}

export interface AttachmentProblem {
  readonly why: 'not-looked-at' | 'kept-apart' | 'kept-apart-inside' | 'judgement-inside' | 'names-customer'
  readonly detail: string
}

/** Shorter sentences are found in every second text. */
const minJudgement = 24

/**
 * Why a file may not go with a complaint; undefined when it may. Default deny: a file that nobody looked at does not go.
 * What is kept apart goes only with the signed consent of two people to exactly this file in exactly this complaint;
 * text that carries the marks or the words of something kept apart is that thing, whatever somebody said it was.
 */
export function attachmentProblem(file: Attachment, gate: KeptApart): AttachmentProblem | undefined {
  const hash = sha256Of(file.bytes)
  const tags = tagsOf(gate.filings, hash)
  const consented = (tag: DocumentTag): boolean => isConsented(gate.filings, hash, tag, gate.into)
  const apart = [...tags].filter((tag) => tag !== 'free')
  const without = apart.find((tag) => !consented(tag))
  if (without !== undefined) return { why: 'kept-apart', detail: without }
  if (apart.length === 0) {
    if (!tags.has('free')) return { why: 'not-looked-at', detail: hash }
    const texts = textsOf(file.bytes)
    const inside = markInside(texts, gate.privileged)
    if (inside !== undefined) return { why: 'kept-apart-inside', detail: inside }
    const judgement = judgementInside(texts, gate.judgements)
    if (judgement !== undefined) return { why: 'judgement-inside', detail: judgement }
  }
  const name = gate.estate && namedCustomer([file.name, ...textsOf(file.bytes)], gate.estate)
  return name === undefined ? undefined : { why: 'names-customer', detail: name }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The bytes as the texts they could be: UTF-8, and UTF-16 of both orders. */
function textsOf(bytes: Uint8Array): readonly string[] {
  const decode = (encoding: string): string => new TextDecoder(encoding).decode(bytes)
  return [decode('utf-8'), decode('utf-16le'), decode('utf-16be')]
}

function markInside(texts: readonly string[], privileged: ReadonlySet<string>): string | undefined {
  for (const text of texts) {
    // Markup escapes the hyphen of the tag in some forms; digits and letters stay.
    const plain = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
    if (plain.includes('bdsg4243')) return 'bdsg42-43'
    const hash = text.match(/[0-9a-f]{64}/gi)?.find((one) => privileged.has(one.toLowerCase()))
    if (hash !== undefined) return hash
  }
  return undefined
}

function judgementInside(texts: readonly string[], judgements: readonly string[]): string | undefined {
  const sought = judgements.map(folded).filter((one) => one.length >= minJudgement)
  if (sought.length === 0) return undefined
  const inside = texts.map(folded)
  return sought.find((one) => inside.some((text) => text.includes(one)))?.slice(0, 40)
}

/** Letters and digits only: line breaks, markup and spacing hide nothing. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}
