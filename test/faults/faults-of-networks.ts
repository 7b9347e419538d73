import { mkdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

import { clientPassword, letIn, startVault, type VaultProcess } from '../interop/vault-process.ts'
import type { Fault } from './fault.ts'
import { type Injection, once } from './injection.ts'
import { anyMoment } from './faults-of-processes.ts'
import { copyFolder } from './ground.ts'
import { type NetworkProxy, openNetworkProxy, type Weather } from './network-proxy.ts'
import type { Play } from './play.ts'

interface Line {
  readonly proxy: NetworkProxy
  vault: VaultProcess
}

/** The repository lies in a vault of its own, behind a proxy of ours. */
async function openLine(play: Play): Promise<Line> {
  const folder = play.at('vault')
  await letIn(folder, { reader: 'restorer' })
  mkdirSync(`${folder}/repositories`, { recursive: true })
  copyFolder(play.ground.repository, `${folder}/repositories/acme`)
  const vault = await startVault(folder)
  const proxy = await openNetworkProxy(portOf(vault))
  play.repository = `rest:http://reader:${clientPassword}@127.0.0.1:${proxy.port}/acme/`
  return { proxy, vault }
}

const portOf = ({ url }: VaultProcess): number => Number(new URL(url).port)

function overNetwork(play: Play, disturb: (line: Line) => void | Promise<void>): Injection {
  let line: Line | undefined
  return {
    async before() {
      line ??= await openLine(play)
    },
    during: once('run', async () => {
      if (line !== undefined) await disturb(line)
    }),
    mend() {
      if (line !== undefined) line.proxy.weather = 'fair'
    },
    async end() {
      await line?.vault.kill()
      await line?.proxy[Symbol.asyncDispose]()
    },
  }
}

function badWeather(name: string, weather: Weather): Fault {
  return {
    name,
    weight: 0.5,
    inject: (play) =>
      overNetwork(play, ({ proxy }) => {
        proxy.weather = weather
        proxy.after = play.random.below(6_000_000)
        proxy.times = weather === 'slow' ? 200 : 1 + play.random.below(3)
      }),
  }
}

export const faultsOfNetworks: readonly Fault[] = [
  {
    name: 'vault killed and started again',
    inject: (play) =>
      overNetwork(play, async (line) => {
        await delay(anyMoment(play, 'run'))
        line.proxy.target = 0
        await line.vault.kill()
        line.vault = await startVault(play.at('vault'))
        line.proxy.target = portOf(line.vault)
      }),
  },
  {
    name: 'vault frozen for a second',
    weight: 0.5,
    inject: (play) =>
      overNetwork(play, async ({ vault }) => {
        await delay(anyMoment(play, 'run'))
        vault.child.kill('SIGSTOP')
        await delay(1000)
        vault.child.kill('SIGCONT')
      }),
  },
  badWeather('vault not reached', 'refuses'),
  badWeather('vault slow', 'slow'),
  badWeather('answers of the vault cut', 'cuts'),
  badWeather('answers of the vault hang', 'hangs'),
  badWeather('answers of the vault changed on their way', 'flips'),
]
