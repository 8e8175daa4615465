/** What a replica says of itself, as far as a promotion has to know. Positions as the server prints them. */
export interface ReplicaFacts {
  readonly node: string
  readonly serverId: string
  readonly isReadOnly: boolean
  readonly logsReplicated: boolean
  readonly usesGtid: boolean
  readonly ioThread: string
  readonly sqlThread: string
  readonly sqlError: string | null
  /** Received, applied or not: `Gtid_IO_Pos`. */
  readonly received: string
  /** Applied by replication: `gtid_slave_pos`. */
  readonly applied: string
  /** The end of its own binary log: `gtid_binlog_pos`. */
  readonly written: string
  /** Everything that its binary log holds or held: `gtid_binlog_state`. */
  readonly history: string
}

/** A server of the cluster when asked; `reason` says why it could not be. */
export type AskedServer =
  | { readonly state: 'replica'; readonly facts: ReplicaFacts }
  | {
      readonly state: 'primary'
      readonly node: string
      readonly isReadOnly: boolean
      readonly written: string
    }
  | { readonly state: 'silent'; readonly node: string; readonly reason: string }
