import assert from 'node:assert/strict'
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'

import fc from 'fast-check'
import DKIM from 'nodemailer/lib/dkim'

import { dkimSigner } from './dkim.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const privateKey = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' })
const keys = { domain: 'news.example', selector: 'a1', privateKey }

/** What nodemailer signs of the same mail: another program's reading of the same RFC, and RSA has no chance in it. */
async function theirs(mail: Buffer): Promise<Map<string, string>> {
  const signer = new DKIM({
    domainName: keys.domain,
    keySelector: keys.selector,
    privateKey,
    headerFieldNames:
      'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:In-Reply-To:References:List-Id:List-Help:List-Unsubscribe:List-Unsubscribe-Post:Auto-Submitted',
  })
  const signed = await buffer(signer.sign(mail))
  return tagsOf(signed.subarray(0, signed.length - mail.length))
}

function tagsOf(line: Buffer): Map<string, string> {
  const value = line.toString('latin1').replace('DKIM-Signature:', '').replaceAll(/\s/g, '')
  return new Map(
    value.split(';').map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]),
  )
}

const blanks = fc.constantFrom(' ', '\t', '  ', ' \t ')
const words = fc.array(fc.oneof(fc.constantFrom('Größe', 'a', 'b=', '.', ';', 'Notice', ''), blanks), {
  maxLength: 12,
})
const value = words.map((list) => Buffer.from(list.join('')).toString('latin1'))
const folded = fc
  .tuple(value, fc.array(fc.tuple(blanks, value), { maxLength: 3 }))
  .map(([first, more]) => [first, ...more.map(([blank, one]) => `${blank}${one}x`)].join('\r\n'))
const field = fc.tuple(
  fc.constantFrom('From', 'Subject', 'To', 'X-Other', 'List-Unsubscribe', 'subject', 'Auto-Submitted'),
  folded,
)
const mails = fc
  .tuple(
    fc.array(field, { minLength: 1, maxLength: 8 }),
    fc.array(fc.oneof(value, fc.constant('')), { maxLength: 8 }),
  )
  .map(([fields, lines]) => {
    const head = fields.map(([name, text]) => `${name}: ${text}`)
    return Buffer.from(`${head.join('\r\n')}\r\n\r\n${lines.join('\r\n')}`, 'latin1')
  })

test('every mail is signed to the letter as another program signs it', async () => {
  const signer = dkimSigner(keys)
  await fc.assert(
    fc.asyncProperty(mails, async (mail) => {
      const ours = tagsOf(await signer(mail))
      const other = await theirs(mail)
      for (const tag of ['a', 'c', 'd', 's', 'h', 'bh']) assert.equal(ours.get(tag), other.get(tag), tag)
      // The line itself is under the signature too, so its own layout makes another value.
      assert.equal(ours.get('b')?.length, other.get('b')?.length)
    }),
    { numRuns: 300 },
  )
})

test('a large letter is signed, and an Ed25519 key signs beside the RSA key', async () => {
  const second = generateKeyPairSync('ed25519')
  const pem = second.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const signer = dkimSigner({ ...keys, second: { selector: 'e1', privateKey: pem } })
  const lines = Array.from({ length: 60_000 }, (_, at) => `line ${at}  with blanks \t`).join('\r\n')
  const mail = Buffer.from(`From: a@news.example\r\nSubject:  x  \r\n y\r\n\r\n${lines}\r\n\r\n\r\n`)
  const text = (await signer(mail)).toString('latin1')
  const [, rsaLine = '', edLine = ''] = text.split('DKIM-Signature:')
  assert.ok(text.split('\r\n').every((line) => line.length < 200))
  const body = createHash('sha256')
  for (const line of lines.split('\r\n')) body.update(`${line.replaceAll(/[ \t]+/g, ' ').trimEnd()}\r\n`)
  for (const [line, key, isEd] of [
    [rsaLine, rsa.publicKey, false],
    [edLine, createPublicKey(second.privateKey), true],
  ] as const) {
    assert.match(line, /h=from:subject;/)
    const [unsigned = '', signature = ''] = line.split(/(?<=\bb=)(?=[^=]+={0,2}\s*$)/)
    const own = `dkim-signature:${unsigned.replaceAll('\r\n', '').replaceAll(/ +/g, ' ').trim()}`
    const data = Buffer.from(`from:a@news.example\r\nsubject:x y\r\n${own}`)
    const value = Buffer.from(signature, 'base64')
    const isGood = isEd
      ? verify(null, createHash('sha256').update(data).digest(), key, value)
      : verify('sha256', data, key, value)
    assert.ok(isGood, line)
  }
  assert.match(rsaLine, new RegExp(`bh=${RegExp.escape(body.digest('base64'))};`))
})

test('a key that cannot be read signs nothing, and says so', () => {
  assert.throws(() => dkimSigner({ ...keys, privateKey: 'no key' }))
})
