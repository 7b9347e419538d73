import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { answering } from '../../packages/repository/src/storage/http/hostile-server.fixture.ts'

test('a million files are listed in less than 512 MiB', async (t) => {
  const { url } = await answering(t, (_, response) => {
    void (async () => {
      response.write('[{"name":"x","size":1}')
      for (let at = 0; at < 1_000_000; at += 1_000) {
        const entries = Array.from(
          { length: 1_000 },
          (_, n) => `,{"name":"${String(at + n).padStart(64, '0')}","size":${n}}`,
        )
        if (!response.write(entries.join(''))) await once(response, 'drain')
      }
      response.end(']')
    })()
  })
  const child = fileURLToPath(new URL('list-child.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [child, url])
  const { files, bytes, mebibytes } = JSON.parse(stdout) as Record<string, number>
  assert.deepEqual([files, bytes], [1_000_000, 499_500_000])
  assert.ok((mebibytes ?? Infinity) < 512, `${mebibytes} MiB`)
  t.diagnostic(`${mebibytes} MiB`)
})
