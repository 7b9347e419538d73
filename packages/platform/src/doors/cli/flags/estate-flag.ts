/** Where the estate is named on a command line. */
export const estateFlag = {
  kind: 'parsed',
  parse: String,
  brief: 'Estate file: what is protected, and whose data is where',
  placeholder: 'file',
} as const
