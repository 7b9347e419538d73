import { execFileSync, spawnSync } from 'node:child_process'

/** The host, by an address of its own, and machines that reach nothing but it. */
export interface Machines extends Disposable {
  /** Address of the host for all machines. */
  readonly host: string
  /** What goes before a command to run it on a machine. */
  readonly on: readonly (readonly string[])[]
}

/** Why there can be no machines here; false when there can. */
export function cannotHaveMachines(): string | false {
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  const name = `an${process.pid}t`
  if (spawnSync('ip', ['netns', 'add', name]).status !== 0) return 'this machine makes no network namespaces'
  execFileSync('ip', ['netns', 'del', name])
  return false
}

/** Network namespaces with one cable each to this host; they have no way further. */
export function machines(count: number): Machines {
  const net = `10.${64 + (process.pid % 128)}.${Math.trunc(process.pid / 128) % 256}`
  const host = `${net}.1`
  using made = new DisposableStack()
  const run = (...args: string[]): void => void execFileSync('ip', args, { stdio: 'pipe' })
  run('addr', 'add', `${host}/32`, 'dev', 'lo')
  made.defer(() => void spawnSync('ip', ['addr', 'del', `${host}/32`, 'dev', 'lo']))
  const on = Array.from({ length: count }, (_, at) => {
    const [name, near, far] = [`an${process.pid}-${at}`, `an${process.pid}n${at}`, `an${process.pid}f${at}`]
    const address = `${net}.${10 + at}`
    run('netns', 'add', name)
    made.defer(() => void spawnSync('ip', ['netns', 'del', name]))
    run('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name)
    made.defer(() => void spawnSync('ip', ['link', 'del', near]))
    run('link', 'set', near, 'up')
    run('route', 'add', `${address}/32`, 'dev', near)
    run('-n', name, 'link', 'set', 'lo', 'up')
    run('-n', name, 'link', 'set', far, 'up')
    run('-n', name, 'addr', 'add', `${address}/32`, 'dev', far)
    run('-n', name, 'route', 'add', `${host}/32`, 'dev', far, 'src', address)
    return ['ip', 'netns', 'exec', name]
  })
  const all = made.move()
  return { host, on, [Symbol.dispose]: () => all.dispose() }
}
