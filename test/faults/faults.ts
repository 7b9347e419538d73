import type { Fault } from './fault.ts'
import { faultsOfBackups } from './faults-of-backups.ts'
import { faultsOfDatabases } from './faults-of-databases.ts'
import { faultsOfDisks } from './faults-of-disks.ts'
import { faultsOfNetworks } from './faults-of-networks.ts'
import { faultsOfProcesses } from './faults-of-processes.ts'
import { faultsOfScanners } from './faults-of-scanners.ts'
import { gateAbuse } from './gate-abuse.ts'
import { tamperingFaults } from './tampering.ts'

const alone: readonly Fault[] = [
  ...faultsOfProcesses,
  ...faultsOfDisks,
  ...faultsOfNetworks,
  ...faultsOfScanners,
  ...faultsOfDatabases,
  ...faultsOfBackups,
  ...tamperingFaults,
  ...gateAbuse,
]

/** The golden ratio's fraction: however many seeds follow each other, they fall evenly over all faults. */
const step = 0.6180339887498949

/** The fault that a seed stands for; a fault of weight 2 is that of twice as many seeds. */
export function faultOf(seed: number): Fault {
  const total = alone.reduce((sum, { weight = 1 }) => sum + weight, 0)
  let place = ((seed * step) % 1) * total
  for (const fault of alone) {
    place -= fault.weight ?? 1
    if (place < 0) return fault
  }
  return alone.at(-1) as Fault
}

export function faultNamed(name: string): Fault {
  const found = alone.find((fault) => fault.name === name)
  if (found !== undefined) return found
  throw new Error(`No fault is called "${name}". There are:\n${alone.map(({ name }) => name).join('\n')}`)
}

/** What may happen on top of any other fault. */
export const mishaps: readonly Fault[] = [
  ...faultsOfProcesses,
  ...faultsOfDatabases.filter(({ name }) => name.startsWith('database')),
]
