/** A setting that the restored server had, and what becomes of it. */
export interface SettingDifference {
  readonly file: string
  readonly name: string
  readonly value: string
  /** Runs a command, loads code, or opens a connection: look at it first. */
  readonly risky: boolean
}

/** What starts programs, loads libraries, or talks to other machines (PostgreSQL 12 to 18). */
const riskyNames =
  /^(?:.*_command|.*_libraries|primary_conninfo|primary_slot_name|dynamic_library_path|extension_control_path|archive_library|jit_provider|oauth_validator_libraries|include(?:_dir|_if_exists)?|listen_addresses|log_directory|data_directory|hba_file|ident_file|external_pid_file|unix_socket_directories|ssl_.*_file|krb_server_keyfile|trigger_file|promote_trigger_file|cron\..*|dblink\..*)$/

/** Settings of a configuration file that the clean room does not take over, in the file's order. */
export function settingsOf(file: string, text: string): readonly SettingDifference[] {
  const found: SettingDifference[] = []
  for (const line of text.split('\n')) {
    const match = /^\s*([A-Za-z_][\w.]*)\s*(?:=|\s)\s*(.*)$/.exec(line)
    if (match === null) continue
    const name = (match[1] ?? '').toLowerCase()
    found.push({ file, name, value: plainValue(match[2] ?? ''), risky: riskyNames.test(name) })
  }
  return found
}

/** The value without quotes and without the remark behind it. */
function plainValue(text: string): string {
  const quoted = /^'((?:[^'\\]|''|\\.)*)'/.exec(text)
  if (quoted !== null) return (quoted[1] ?? '').replaceAll("''", "'").replace(/\\(.)/g, '$1')
  return (text.split('#', 1)[0] ?? '').trim()
}

/** What the control file asks for: a server with less could not replay the log. */
export interface ControlLimits {
  readonly maxConnections: number
  readonly maxWorkerProcesses: number
  readonly maxWalSenders: number
  readonly maxPreparedTransactions: number
  readonly maxLocksPerTransaction: number
}

/** For a cluster that has no log to replay. */
export const ordinaryLimits: ControlLimits = {
  maxConnections: 20,
  maxWorkerProcesses: 8,
  maxWalSenders: 0,
  maxPreparedTransactions: 0,
  maxLocksPerTransaction: 1000,
}

/** Where the replay stops. */
export type RecoveryTarget =
  | { readonly kind: 'time'; readonly until: string }
  | { readonly kind: 'lsn'; readonly lsn: string }
  | { readonly kind: 'end' }

/**
 * The whole configuration of a server in the clean room: nothing of the restored one is read. No network, no
 * preloaded library, no archive, no replication, no command but the copy of segments from the folder beside it.
 * Paths are relative to the data folder, from where the server runs.
 */
export function cleanRoomSettings(options: {
  readonly limits: ControlLimits
  readonly major: number
  readonly recovery?: { readonly target: RecoveryTarget; readonly timeline: number }
  /** A copy that is thrown away: a crash may cost it. */
  readonly throwAway?: boolean
}): string {
  const { limits, major, recovery, throwAway = false } = options
  const settings: Record<string, string | number> = {
    listen_addresses: '',
    unix_socket_directories: '../server',
    unix_socket_permissions: '0700',
    shared_preload_libraries: '',
    session_preload_libraries: '',
    local_preload_libraries: '',
    dynamic_library_path: '$libdir',
    jit: 'off',
    archive_mode: 'off',
    archive_command: '',
    archive_cleanup_command: '',
    recovery_end_command: '',
    primary_conninfo: '',
    primary_slot_name: '',
    max_wal_senders: 0,
    wal_level: 'replica',
    max_logical_replication_workers: 0,
    hot_standby: 'off',
    autovacuum: 'off',
    ssl: 'off',
    logging_collector: 'off',
    log_destination: 'stderr',
    lc_messages: 'C',
    log_timezone: 'UTC',
    timezone: 'UTC',
    shared_buffers: '64MB',
    max_connections: limits.maxConnections,
    max_worker_processes: limits.maxWorkerProcesses,
    max_prepared_transactions: limits.maxPreparedTransactions,
    max_locks_per_transaction: limits.maxLocksPerTransaction,
    ...(major >= 17 && { event_triggers: 'off' }),
    ...(throwAway && { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  }
  if (recovery !== undefined) Object.assign(settings, recoverySettings(recovery))
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${typeof value === 'number' ? value : quoted(value)}\n`)
    .join('')
}

function recoverySettings({
  target,
  timeline,
}: {
  readonly target: RecoveryTarget
  readonly timeline: number
}): Record<string, string> {
  return {
    restore_command: 'cp "../wal/%f" "%p"',
    recovery_target_timeline: String(timeline),
    recovery_target_action: 'promote',
    // Just before the target, never a transaction that ended with it.
    recovery_target_inclusive: 'off',
    ...(target.kind === 'time' && { recovery_target_time: serverTime(target.until) }),
    ...(target.kind === 'lsn' && { recovery_target_lsn: target.lsn }),
  }
}

/** Names of zones, also `Z`, are not known yet when PostgreSQL reads this setting. */
function serverTime(rfc3339: string): string {
  return rfc3339.replace(/z$/i, '+00:00').replace(/t/i, ' ')
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}
