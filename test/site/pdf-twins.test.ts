import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { needProgram } from '../debian.ts'
import { needVeraPdf, validatePdf } from '../pdf/vera-pdf.ts'
import { fullSites } from './full-site.ts'

const skipWords = needProgram('pdftotext', 'poppler-utils')
const skipVera = needVeraPdf()
const folder = mkdtempSync(join(tmpdir(), 'anlauf-twins-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const sites = new Map(fullSites())
const pdfs = [...sites].flatMap(([name, site]) =>
  [...site].filter(([path]) => path.endsWith('.pdf')).map(([path, bytes]) => ({ name, path, bytes })),
)

test(
  'overview, timeline, questions and each update are on paper too, word for word, in both languages',
  { skip: skipWords },
  () => {
    assert.ok(pdfs.length > 40, `${pdfs.length} documents`)
    for (const { name, path, bytes } of pdfs) {
      const run = spawnSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' })
      assert.equal(run.status, 0, `${name}/${path}: ${run.stderr}`)
      const flat = run.stdout.replaceAll(/\s+/g, ' ')
      const site = sites.get(name)
      const page = Buffer.from(site?.get(path.replace(/^pdf\//, '').replace('.pdf', '.html')) ?? []).toString(
        'utf8',
      )
      const typed = [...page.matchAll(/<p class="text">([^<]*)<\/p>/g)].map(([, text = '']) => text)
      for (const text of typed) {
        const [first = ''] = text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').split('\n')
        const words = first.split(' ').slice(0, 5).join(' ')
        assert.ok(flat.includes(words), `${name}/${path} lacks ${JSON.stringify(words)}`)
      }
      assert.match(flat, /Übung|Exercise/)
      assert.match(flat, /https:\/\/status\.example\.org\//)
    }
  },
)

test('the reference validator calls them PDF/A-2a', { skip: skipVera }, () => {
  const some = pdfs.filter(({ name }, at) => name === 'partly' || at % 7 === 0)
  const files = some.map(({ bytes }, at) => {
    const file = join(folder, `${at}.pdf`)
    writeFileSync(file, bytes)
    return file
  })
  for (const line of validatePdf(['2a'], files)) assert.match(line, /^valid /)
})

test('the document of an update stays the same file in later editions', () => {
  const [declared, partly] = [sites.get('declared'), sites.get('partly')]
  const path = 'pdf/meldungen/1.pdf'
  assert.ok(Buffer.from(declared?.get(path) ?? []).equals(partly?.get(path) ?? Buffer.of()))
})
