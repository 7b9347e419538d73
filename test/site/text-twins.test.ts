import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

import { textTwin } from '../../packages/platform/src/phases/inform/text-twin.ts'
import { needProgram } from '../debian.ts'
import { fullSites } from './full-site.ts'

const skip = needProgram('w3m', 'w3m')

/** Words as both show them: signs for lists and lines that were drawn do not count. */
const wordsOf = (text: string): readonly string[] =>
  (text.match(/[\p{L}\p{N}][\p{L}\p{N}.:%§/@-]*/gu) ?? []).map((word) => word.replace(/[.:]+$/, ''))

test('a text browser shows every page whole, and the twin has every word that it shows', { skip }, () => {
  let pages = 0
  for (const [name, site] of fullSites()) {
    const html = [...site].filter(([path]) => path.endsWith('.html') && !path.includes('live/'))
    for (const [path, bytes] of html.filter((_, at) => at % 3 === 0)) {
      pages += 1
      // What leads around and what is typed into is not in a twin.
      const page = Buffer.from(bytes)
        .toString('utf8')
        .replaceAll(
          /<(nav|form|svg)\b[^]*?<\/\1>|<a class="(?:skip|switch)"[^]*?<\/a>|<p class="ways">[^]*?<\/p>/g,
          '',
        )
      const dump = spawnSync(
        'w3m',
        ['-dump', '-T', 'text/html', '-cols', '200', '-I', 'UTF-8', '-O', 'UTF-8'],
        {
          input: page,
          encoding: 'utf8',
        },
      )
      assert.equal(dump.status, 0, dump.stderr)
      const twin = site.get(`text/${path.replace('.html', '.txt')}`)
      assert.ok(twin, `${name}/${path} has no twin`)
      const said = wordsOf(Buffer.from(twin).toString('utf8'))
      const shown = wordsOf(dump.stdout)
      const missing = [...new Set(shown)].filter((word) => !said.includes(word))
      assert.deepEqual(missing, [], `${name}/${path}: the twin lacks words`)
      const title = /<h1>([^<]*)/.exec(page)?.[1] ?? ''
      assert.ok(dump.stdout.includes(title.slice(0, 20).split('&')[0] ?? ''), `${name}/${path}`)
      assert.ok(shown.length > 30)
    }
  }
  assert.ok(pages > 40, `${pages} pages`)
})

test('lines fit a terminal; only what cannot be parted is longer', () => {
  for (const [name, site] of fullSites()) {
    for (const [path, bytes] of site) {
      if (!path.startsWith('text/')) continue
      for (const line of Buffer.from(bytes).toString('utf8').split('\n')) {
        const isCommand = line.startsWith('    ')
        assert.ok(
          line.length <= 76 ||
            isCommand ||
            !line
              .trim()
              .replace(/^(?:-|>|\d+\.) /, '')
              .includes(' '),
          `${name}/${path}: ${line}`,
        )
        assert.doesNotMatch(line, /\s$|<\/?[a-z]+>|&(?:amp|lt|gt|quot);/, `${name}/${path}`)
      }
    }
  }
})

test('what people typed comes through as typed, and is no markup', () => {
  const page = `<title>T</title><body><main><h1>A &lt;b&gt; &amp; &quot;c&quot;</h1><p class="text">one\ntwo &amp;lt;x</p><ul><li><p>point</p></li></ul></main></body>`
  assert.equal(textTwin(page, 'x.html'), 'T\n\nA <b> & "c"\n===========\n\none\ntwo &lt;x\n- point\n')
})
