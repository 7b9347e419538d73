import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { openCase } from '../case/index.ts'
import { type Estate, parseEstate } from '../estate/index.ts'
import {
  type ChainHead,
  type Entry,
  type EvidenceLog,
  genesis,
  publicPem,
  sealEntries,
} from '../evidence/index.ts'
import { signDecision } from '../updates/index.ts'
import type { NoticeCommand } from './commands.ts'
import { type Notice, noticeHash } from './notice.ts'
import { noticeContent } from './notice-desk.ts'
import { type NoticeSession, openNotices } from './notice-session.ts'

const file = fileURLToPath(new URL('../../../../../examples/estate.yaml', import.meta.url))

/** The small provider; its customer Nordwind also has a mailbox with us, and Alpenblick one elsewhere. */
export const noticeEstate: Estate = (() => {
  const parsed = parseEstate(
    readFileSync(file, 'utf8')
      .replace('{ kind: email, to: it@elsewhere.example }', '{ kind: email, to: it@sub.nordwind.example }')
      .replace(
        'channels: [ { kind: phone, to: "+49 30 23125 002" } ]',
        'channels: [ { kind: email, to: berg@elsewhere.example }, { kind: phone, to: "+49 30 23125 002" } ]',
      ),
    file,
  )
  if ('estate' in parsed) return parsed.estate
  throw new Error('the example has problems')
})()

/** An evidence log in memory, sealed as the real one. */
export function memoryLog(): EvidenceLog & { readonly entries: Entry[] } {
  const entries: Entry[] = []
  let head: ChainHead = { seq: 0, hash: genesis }
  const append: EvidenceLog['append'] = (caseId, drafts) => {
    const sealed = sealEntries(caseId, head, drafts)
    head = sealed.head
    entries.push(...sealed.entries)
    return Promise.resolve(sealed.entries)
  }
  return {
    entries,
    append,
    appendAfter: async (caseId, after, drafts) => (after === head.seq ? append(caseId, drafts) : undefined),
    async *read(_caseId, fromSeq = 1) {
      for (const entry of entries.slice(fromSeq - 1)) yield await Promise.resolve(entry)
    },
  }
}

const keys = new Map<string, KeyObject>(
  ['dpo', 'forensics', 'comms'].map((person) => [person, generateKeyPairSync('ed25519').privateKey]),
)

/** A declared case in which people called like their roles may sign notices. */
export class PlayedNotices {
  readonly log = memoryLog()
  now = Date.parse('2026-11-23T04:00:00Z')
  estate = noticeEstate
  session!: NoticeSession

  static async declared({
    services = ['mail'],
  }: { services?: readonly string[] } = {}): Promise<PlayedNotices> {
    const played = new PlayedNotices()
    const session = await openCase(played.log, 'case-1')
    const tenants = noticeEstate.tenants.map(({ id }) => id)
    await session.execute({ command: 'declare', title: 'x', exercise: false, tenants, services }, played.by)
    for (const [role, key] of keys) {
      const publicKey = publicPem(createPublicKey(key))
      await session.execute({ command: 'registerApprover', person: role, role, publicKey }, played.by)
    }
    played.session = await openNotices(played.log, 'case-1', () => played.estate)
    return played
  }

  get by(): { actor: string; at: string } {
    return { actor: 'lea', at: new Date(this.now).toISOString() }
  }

  wait(hours: number): this {
    this.now += hours * 3_600_000
    return this
  }

  run(command: NoticeCommand) {
    return this.session.execute(command, this.by)
  }

  async approve(
    name: string,
    people: readonly string[] = ['dpo', 'forensics'],
    signer?: string,
  ): Promise<void> {
    const notice = this.session.desk.notices.get(name)
    assert.ok(notice)
    const contentHash = noticeHash('case-1', noticeContent(notice))
    for (const person of people) {
      const key = keys.get(signer ?? person)
      assert.ok(key)
      const signed = { case: 'case-1', subject: 'notice', name, contentHash, person, role: person } as const
      await this.run({
        command: 'approve',
        notice: name,
        contentHash,
        person,
        signature: signDecision(signed, key),
      })
    }
  }
}

export const aNotice = (more: Partial<Notice> = {}): Notice => ({
  notice: 'l1',
  duty: 'gdpr-33-2',
  tenants: noticeEstate.tenants.map(({ id }) => id),
  ackHours: 6,
  subject: { de: 'Verletzung des Schutzes personenbezogener Daten', en: 'Personal data breach' },
  text: {
    de: 'An {tenant}, Kundennummer {number}.\n\nUnsere Systeme wurden angegriffen. Betroffen: {services}.',
    en: 'To {tenant}, customer number {number}.\n\nOur systems were attacked. Affected: {services}.',
  },
  ...more,
})
