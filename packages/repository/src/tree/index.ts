/**
 * Directories: JSON lists of nodes, byte for byte as Go prints them.
 *
 *     Node[] ─encodeTree─▶ {"nodes":[…]}\n ─decodeTree─▶ Node[]
 *
 * Guarantees: what restic wrote is encoded to the same bytes again; names and targets of any bytes, 64-bit
 * numbers and unknown fields survive. Not guaranteed: that names are safe or sorted; readers of the
 * repository's door check that.
 */
export { decodeTree } from './decode.ts'
export { encodeTree } from './encode.ts'
export { modeBits, modeFromStat, permissionsOf, printMode } from './mode.ts'
export type { ExtendedAttribute, Node, NodeType, RawField } from './node.ts'
