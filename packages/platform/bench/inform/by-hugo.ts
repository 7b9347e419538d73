import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Seconds in which Hugo, the static site generator behind cState, renders as many pages of the same length in two
 * languages, without signing anything. Undefined where it is not installed.
 */
export function secondsByHugo({
  updates,
  services,
}: {
  readonly updates: number
  readonly services: number
}): number | undefined {
  if (spawnSync('hugo', ['version']).status !== 0) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-bench-hugo-'))
  try {
    writeFileSync(
      join(folder, 'config.toml'),
      'baseURL = "https://status.example/"\ntitle = "Status"\ndefaultContentLanguage = "de"\n[languages.de]\nweight = 1\n[languages.en]\nweight = 2\n',
    )
    const page =
      '<!doctype html><html lang="{{ .Lang }}"><title>{{ .Title }}</title><main><h1>{{ .Title }}</h1>{{ .Content }}</main></html>'
    const list =
      '<!doctype html><html lang="{{ .Lang }}"><title>{{ .Title }}</title><main>{{ range .Pages }}<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>{{ .Summary }}</article>{{ end }}</main></html>'
    place(folder, 'layouts/_default/single.html', page)
    place(folder, 'layouts/_default/list.html', list)
    place(folder, 'layouts/index.html', list)
    const body = 'The recovery goes on, each state is checked before it is handed out to anybody. '.repeat(9)
    for (const language of ['de', 'en']) {
      for (let at = 1; at <= updates; at += 1)
        place(folder, `content/updates/${at}.${language}.md`, markdown(`Update ${at}`, body))
      for (let at = 1; at <= services; at += 1)
        place(folder, `content/services/${at}.${language}.md`, markdown(`Service ${at}`, body))
    }
    const began = performance.now()
    const { status, stderr } = spawnSync('hugo', ['--quiet'], { cwd: folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(`hugo: ${stderr}`)
    return (performance.now() - began) / 1000
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function markdown(title: string, body: string): string {
  return `---\ntitle: "${title}"\ndate: 2026-01-12T08:00:00Z\n---\n${body}\n`
}

function place(folder: string, path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}
