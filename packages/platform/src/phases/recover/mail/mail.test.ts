import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { decodeName, encodeName } from '@anlauf/repository'

import type { PlanItem, UnitPlan } from '../plan.ts'
import { checkMailbox, type MailboxContent, type MailFindingKind } from './check-mailbox.ts'
import { completeKeywords, parseKeywords, printKeywords } from './keyword-list.ts'
import { findMailboxes, roleOf } from './mailbox-files.ts'
import { isMended, planMending } from './mend-folder.ts'
import { mendUidList, uidGap } from './mend-uid-list.ts'
import { headProblem } from './message-head.ts'
import { parseMessageName } from './message-name.ts'
import { planMail } from './plan-mail.ts'
import { freeUid, maxUid, parseUidList, printUidList, type UidList } from './uid-list.ts'
import { processorMs } from '../../../../../../test/processor-time.ts'

const name = fc.stringMatching(/^[1-9]\d{9}\.M\d{1,6}P\d{1,4}\.mx,S=\d{1,5}$/)
const uid = fc.integer({ min: 1, max: 4_000_000 })
const record = fc.record(
  {
    uid,
    base: name,
    fields: fc.array(fc.stringMatching(/^[A-Z][\x21-\x39\x3b-\x7e]{0,20}$/), { maxLength: 3 }),
  },
  { noNullPrototype: true },
)
const list: fc.Arbitrary<UidList> = fc.record(
  {
    version: fc.constant(3 as const),
    uidValidity: fc.constantFrom(1_700_000_000, 1_700_000_001),
    nextUid: uid,
    headerFields: fc.constant(['G24b4bb361aa80b6b5315000083ecc375']),
    records: fc.array(record, { maxLength: 30 }),
  },
  { noNullPrototype: true },
)

test('a list of UIDs is read as it was printed, in both versions', () => {
  fc.assert(
    fc.property(list, (one) => {
      assert.deepEqual(parseUidList(printUidList(one))?.list, one)
      const old = {
        ...one,
        version: 1 as const,
        headerFields: [],
        records: one.records.map((each) => ({ ...each, fields: [] })),
      }
      assert.deepEqual(parseUidList(printUidList(old))?.list, old)
    }),
  )
})

test('lists as Dovecot and Courier write them', () => {
  const dovecot = parseUidList(
    '3 V1275660208 N25022 G3085f01b7f11094c501100008c4a11c1\n25006 :1276528487.M364837P9451.kurkku,S=1355,W=1394:2,\n25017 W2481 P4a2f :1276533073.M242911P3632.kurkku:2,F\n',
  )
  assert.deepEqual(dovecot?.list, {
    version: 3,
    uidValidity: 1_275_660_208,
    nextUid: 25_022,
    headerFields: ['G3085f01b7f11094c501100008c4a11c1'],
    records: [
      { uid: 25_006, base: '1276528487.M364837P9451.kurkku,S=1355,W=1394', fields: [] },
      { uid: 25_017, base: '1276533073.M242911P3632.kurkku', fields: ['W2481', 'P4a2f'] },
    ],
  })
  assert.equal(
    parseUidList('1 1200000000 7\n3 1200000001.V1.mx:2,S\n')?.list.records[0]?.base,
    '1200000001.V1.mx',
  )
})

test('what is no list, or only half of one, is read without harm', () => {
  for (const text of [
    '',
    '3',
    '3 V0 N1\n',
    '3 V4294967296 N1\n',
    '2 V1 N1\n',
    '3 N1\n',
    '\0\0\0',
    `3 V1 N1 ${'x'.repeat(5000)}\n`,
  ]) {
    assert.equal(parseUidList(text), undefined, JSON.stringify(text.slice(0, 40)))
  }
  const torn = parseUidList('3 V1 N9\n1 :a\n2 a\n0 :b\nx\n3 :c/../d\n4 :\n5 :cut')
  assert.deepEqual(torn?.list.records, [{ uid: 1, base: 'a', fields: [] }])
  assert.equal(torn?.unreadable, 6)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.boolean(), (bytes, hasHeader) => {
      const text = decodeName(Buffer.concat([Buffer.from(hasHeader ? '3 V1 N1\n' : ''), bytes]))
      const parsed = parseUidList(text)
      // Whatever is taken from it can be written again as bytes.
      if (parsed !== undefined)
        assert.deepEqual(parseUidList(decodeName(encodeName(printUidList(parsed.list))))?.list, parsed.list)
    }),
  )
  const long = `3 V1 N1\n${'1 :a\n'.repeat(400_000)}`
  const started = processorMs()
  assert.equal(parseUidList(long)?.list.records.length, 400_000)
  assert.ok(processorMs() - started < 5000)
})

test('mending keeps UIDVALIDITY and UIDs, only for mails that are there, ascending, each once, and never counts back', () => {
  fc.assert(
    fc.property(
      list,
      fc.array(list, { maxLength: 3 }),
      fc.array(name, { maxLength: 5 }),
      fc.nat(),
      (newest, older, more, seed) => {
        const all = [newest, ...older].flatMap(({ records }) => records.map(({ base }) => base))
        const mails = new Set([...all.filter((_, at) => (seed >> (at % 20)) % 2 === 0), ...more])
        const { list: mended, figures } = mendUidList(newest, older, mails)
        assert.equal(mended.uidValidity, newest.uidValidity)
        const uids = mended.records.map((one) => one.uid)
        assert.deepEqual(
          uids,
          [...new Set(uids)].sort((a, b) => a - b),
        )
        assert.equal(new Set(mended.records.map(({ base }) => base)).size, mended.records.length)
        assert.ok(mended.records.every(({ base }) => mails.has(base)))
        for (const one of [
          newest,
          ...older.filter(({ uidValidity }) => uidValidity === newest.uidValidity),
        ]) {
          assert.ok(mended.nextUid >= freeUid(one) + uidGap)
        }
        // A UID that the newest list gives to one mail alone stays.
        for (const one of newest.records) {
          const isAlone = newest.records.every(
            (other) => other === one || (other.uid !== one.uid && other.base !== one.base),
          )
          if (isAlone && mails.has(one.base))
            assert.ok(mended.records.some(({ uid: is, base }) => is === one.uid && base === one.base))
        }
        assert.equal(figures.kept + figures.fromOlder + figures.withoutUid, mails.size)
        const again = mendUidList(mended, [], mails, { gap: 0 })
        assert.deepEqual(again.list, mended)
      },
    ),
  )
})

test('a deleted mail that is back gets its UID from an older list; another UIDVALIDITY says nothing', () => {
  const entry = (at: number, base: string) => ({ uid: at, base, fields: [] })
  const newest: UidList = {
    version: 3,
    uidValidity: 7,
    nextUid: 5,
    headerFields: [],
    records: [entry(1, 'a'), entry(4, 'd')],
  }
  const older: UidList = { ...newest, nextUid: 4, records: [entry(1, 'a'), entry(2, 'b'), entry(4, 'x')] }
  const foreign: UidList = { ...newest, uidValidity: 8, records: [entry(3, 'c')] }
  const { list: mended, figures } = mendUidList(newest, [foreign, older], new Set(['a', 'b', 'c', 'd', 'x']))
  assert.deepEqual(
    mended.records.map(({ uid: at, base }) => `${at} ${base}`),
    ['1 a', '2 b', '4 d'],
  )
  assert.deepEqual(figures, { mails: 5, kept: 2, fromOlder: 1, withoutUid: 2, dropped: 0 })
})

test('where no room is left above the UIDs, the next one stays and somebody hears of it', () => {
  const full: UidList = { version: 3, uidValidity: 7, nextUid: maxUid - 10, headerFields: [], records: [] }
  const { list: mended, problems } = mendUidList(full, [], new Set())
  assert.ok(mended.nextUid >= full.nextUid && mended.nextUid <= maxUid)
  assert.equal(problems.length, 1)
  const last: UidList = { ...full, records: [{ uid: maxUid, base: 'a', fields: [] }] }
  assert.ok(parseUidList(printUidList(mendUidList(last, [], new Set(['a'])).list)), 'stays readable')
})

test('names of mails: base, flags, size; what cannot be a mail is none', () => {
  assert.deepEqual(parseMessageName('1.M2P3.mx,S=12,W=13:2,RSab'), {
    base: '1.M2P3.mx,S=12,W=13',
    flags: 'RSab',
    size: 12,
  })
  assert.deepEqual(parseMessageName('1.M2P3.mx:2,S.locked'), {
    base: '1.M2P3.mx',
    flags: 'S',
    size: undefined,
  })
  for (const bad of ['', '.hidden', ':2,S', 'a\nb', 'a/b', 'x'.repeat(256)])
    assert.equal(parseMessageName(bad), undefined)
})

test('Maildirs are found by what lies in them, projects with a folder "new" are not', () => {
  const found = findMailboxes([
    '/m/a/cur/1700000000.M1P1.mx:2,S',
    '/m/a/.Sent/new/1700000000.M1P1.mx',
    '/m/b/dovecot-uidlist',
    '/share/new/plan.odt',
    '/share/cur/readme',
  ])
  assert.deepEqual([...found].sort(), ['/m/a', '/m/a/.Sent', '/m/b'])
  const role = (path: string) => roleOf(found, path)?.role
  assert.equal(role('/m/a/dovecot.index.log.2'), 'derived')
  assert.equal(role('/m/a/dovecot.list.index.log'), 'derived')
  assert.equal(role('/m/a/dovecot-uidvalidity'), 'other')
  assert.equal(role('/m/a/tmp/1700000000.M1P1.mx'), undefined)
  assert.equal(role('/share/dovecot.index'), undefined)
})

test('a mail that the plan holds under two names is taken once: as promised by its size, then newest; indexes are left out', () => {
  const item = (path: string, snapshot: string, more: Partial<PlanItem> = {}): PlanItem => ({
    host: 'mbox1', path, type: 'file', snapshot, reason: 'newestClean', size: 12, mode: 0o600,
    mtime: '2026-03-01T00:00:00Z', content: [], contentKey: '', rejected: [], ...more,
  }) // prettier-ignore
  const plan: UnitPlan = {
    unit: 'u',
    leftOut: [],
    items: [
      item('/m/a/new/1700000001.M1P1.mx,S=12', '1', { reason: 'restoredDeletedInWindow' }),
      item('/m/a/cur/1700000001.M1P1.mx,S=12:2,S', '2', { reason: 'olderBecauseEncrypted' }),
      item('/m/a/cur/1700000002.M1P1.mx,S=12:2,S', '3', { size: 99 }),
      item('/m/a/cur/1700000002.M1P1.mx,S=12:2,', '1'),
      item('/m/a/dovecot.index.cache', '3'),
      item('/m/a/dovecot-uidlist', '3'),
      item('/m/b/cur/1700000001.M1P1.mx,S=12:2,S', '1'),
      item('/share/dovecot.index.cache', '3'),
    ],
  }
  const { items, leftOut } = planMail(plan, BigInt)
  assert.deepEqual(
    items.map(({ path }) => path),
    [
      '/m/a/cur/1700000001.M1P1.mx,S=12:2,S',
      '/m/a/cur/1700000002.M1P1.mx,S=12:2,',
      '/m/a/dovecot-uidlist',
      '/m/b/cur/1700000001.M1P1.mx,S=12:2,S',
      '/share/dovecot.index.cache',
    ],
  )
  assert.equal(leftOut.length, 3)
  assert.ok(leftOut.every(({ reason, why }) => reason === 'notNeeded' && why !== ''))
  const without = { ...plan, items: plan.items.slice(-1) }
  assert.equal(planMail(without, BigInt), without)
})

const sound: MailboxContent = {
  mailbox: '/a',
  messages: [{ folder: 'cur', name: '1700000001.M1P1.mx,S=12:2,Sa', size: 12, headProblem: undefined }],
  uidList: '3 V7 N2\n1 :1700000001.M1P1.mx,S=12\n',
  keywords: '0 $Important\n',
  derived: [],
  missingFolders: [],
}

test('a sound Maildir has no findings; every kind of damage has its own', () => {
  assert.deepEqual(checkMailbox(sound).findings, [])
  const [mail] = sound.messages
  assert.ok(mail)
  const damages: [MailFindingKind, Partial<MailboxContent>][] = [
    ['listUnreadable', { uidList: 'noise' }],
    ['listUnreadable', { uidList: null }],
    ['listLines', { uidList: `${sound.uidList as string}x\n` }],
    ['uidTwice', { uidList: '3 V7 N2\n1 :1700000001.M1P1.mx,S=12\n1 :b\n' }],
    ['uidOrder', { uidList: '3 V7 N2\n2 :b\n1 :1700000001.M1P1.mx,S=12\n' }],
    ['mailListedTwice', { uidList: '3 V7 N2\n1 :1700000001.M1P1.mx,S=12\n2 :1700000001.M1P1.mx,S=12\n' }],
    ['mailTwice', { messages: [mail, { ...mail, folder: 'new', name: '1700000001.M1P1.mx,S=12' }] }],
    ['sizeDiffers', { messages: [{ ...mail, size: 11 }] }],
    ['notAMail', { messages: [{ ...mail, headProblem: 'is empty' }] }],
    ['keywordUnnamed', { keywords: undefined }],
    ['curMissing', { missingFolders: ['cur'] }],
    ['folderMissing', { missingFolders: ['tmp'] }],
    ['listedAbsent', { messages: [] }],
    ['unlisted', { uidList: '3 V7 N2\n' }],
    ['indexPresent', { derived: ['dovecot.index.log'] }],
  ]
  for (const [kind, damage] of damages) {
    assert.ok(
      checkMailbox({ ...sound, ...damage }).findings.some((one) => one.kind === kind),
      kind,
    )
  }
})

test('a mended Maildir needs no mending', () => {
  const listed = { ...sound, uidListName: 'dovecot-uidlist' }
  assert.ok(isMended(planMending(listed)))
  const off = {
    ...listed,
    uidList: '3 V7 N2\n9 :gone\n1 :1700000001.M1P1.mx,S=12\n',
    derived: ['dovecot.index'],
    missingFolders: ['tmp'],
  }
  const mending = planMending(off)
  assert.deepEqual([mending.makeFolders, mending.removeIndexes], [['tmp'], ['dovecot.index']])
  assert.equal(mending.uidList?.text, `3 V7 N${10 + uidGap}\n1 :1700000001.M1P1.mx,S=12\n`)
  assert.ok(isMended(planMending({ ...listed, uidList: mending.uidList.text })))
})

test('keywords: a letter that mails use gets its name back, none gets another name', () => {
  const newest = parseKeywords('0 $Important\nnoise\n99 x\n')
  const older = parseKeywords('0 other\n1 customer\n2 $Important\n')
  assert.equal(
    printKeywords(completeKeywords(newest, [older], new Set([0, 1, 2, 5]))),
    '0 $Important\n1 customer\n',
  )
})

test('the beginning of a mail is told from noise', () => {
  for (const text of ['From: a@b\r\n\r\nx', 'From anna Mon\nReceived: by x\n\n', 'Subject: only a header']) {
    assert.equal(headProblem(Buffer.from(text)), undefined, text)
  }
  for (const text of ['', '\0\0', 'no header here\n\n', ' Folded: first\n\n'])
    assert.notEqual(headProblem(Buffer.from(text)), undefined)
})
