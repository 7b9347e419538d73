import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { openCli, type TestCli } from '../../packages/platform/src/doors/cli/cli.fixture.ts'

const example = fileURLToPath(new URL('../../examples/estate.yaml', import.meta.url))

/** A declared case on the command line, with two people who approve what is published. */
export interface CliDesk extends AsyncDisposable {
  readonly cli: TestCli
  readonly estate: string
  /** Writes, approves twice and publishes; `more` are further lines of the draft's head. */
  publish(update: string, de: string, en: string, more?: string): Promise<{ number: number; at: string }>
}

export async function openCliDesk({ exercise }: { readonly exercise: boolean }): Promise<CliDesk> {
  const cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned here')) })
  const estate = cli.at('estate.yaml')
  writeFileSync(estate, readFileSync(example, 'utf8').replace(/^legal:[^]*^clusters:/m, 'clusters:'))
  const of = ['--case', 'night-1']
  const withEstate = [...of, '--estate', estate]
  await cli.json(['case', 'declare', ...withEstate, '--title', 'x', ...(exercise ? ['--exercise'] : [])])
  for (const role of ['comms', 'legal']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    writeFileSync(cli.at(`${role}.key`), privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
    writeFileSync(cli.at(`${role}.pub`), publicKey.export({ format: 'pem', type: 'spki' }))
    await cli.json([
      'case',
      'approver',
      ...of,
      '--person',
      role,
      '--role',
      role,
      '--public-key',
      cli.at(`${role}.pub`),
    ])
  }
  return {
    cli,
    estate,
    async publish(update, de, en, more = '') {
      const time = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
      const file = cli.at(`${update}.txt`)
      writeFileSync(file, `as-of: ${time(-0.1)}\nnext-by: ${time(4)}\n${more}\n[de]\n${de}\n[en]\n${en}\n`)
      await cli.json(['inform', 'draft', ...withEstate, '--update', update, file])
      for (const person of ['comms', 'legal']) {
        const by = ['--person', person, '--key', cli.at(`${person}.key`)]
        await cli.json(['inform', 'approve', ...withEstate, '--update', update, ...by])
      }
      return cli.json(['inform', 'publish', ...withEstate, '--update', update])
    },
    [Symbol.asyncDispose]: () => cli[Symbol.asyncDispose](),
  }
}
