import type { ConnectScanOptions, PortScan } from './connect-scan'
import type { PortPair } from './port-pair'

export type ScanLimits = Omit<ConnectScanOptions, 'signal'>

/** What a scan thread is asked, and what it answers: each scan is answered once, also when it was ended early. */
export type ScanRequest =
  | {
      readonly type: 'scan'
      readonly id: number
      readonly pairs: readonly PortPair[]
      readonly limits: ScanLimits
    }
  | { readonly type: 'end'; readonly id: number }

export interface ScanAnswer {
  readonly id: number
  readonly scan: PortScan
}
