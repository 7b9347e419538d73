import type { AttackMode } from './attack-mode.ts'
import { encoded } from './evasions/encoded.ts'
import { grafts } from './evasions/grafts.ts'
import { insideContainers } from './evasions/inside-containers.ts'
import { plainFull, repeating } from './evasions/repeating.ts'
import { swappedContainers } from './evasions/swapped-containers.ts'
import { akira } from './families/akira.ts'
import { basta } from './families/basta.ts'
import { blackCat } from './families/blackcat.ts'
import { blockCiphers } from './families/block-ciphers.ts'
import { conti } from './families/conti.ts'
import { headerKeepers } from './families/header-keepers.ts'
import { hive } from './families/hive.ts'
import { lockBit } from './families/lockbit.ts'
import { nasAndServers } from './families/nas-and-servers.ts'
import { qilin } from './families/qilin.ts'
import { spotted } from './families/spotted.ts'
import { wipers } from './wipers.ts'

/** Every mode that the player knows. */
export const attackModes: readonly AttackMode[] = [
  ...akira,
  ...conti,
  ...lockBit,
  ...blackCat,
  ...blockCiphers,
  ...basta,
  ...qilin,
  ...nasAndServers,
  ...hive,
  ...headerKeepers,
  ...spotted,
  ...plainFull,
  ...repeating,
  ...encoded,
  ...grafts,
  ...swappedContainers,
  ...insideContainers,
  ...wipers,
]
