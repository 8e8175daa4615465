'use client'

import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { endpointUrl } from '@/lib/client/api-client'
import { apiQuery } from '@/lib/client/queries/api-query'
import { exportPorts, getPorts } from '@/lib/core/api/ports'
import { useNodeNames } from '../topology/node-link'
import { buttonClass } from '../ui/button'
import { Page } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { useTyped } from '../ui/use-address'
import { PortDetail } from './port-detail'
import { PortScans } from './port-scans'
import { PortTable } from './port-table'
import { listRows, matchesFind, matrixRows } from './port-words'
import styles from './ports.module.css'
import { usePortsAddress } from './ports-address'
import { PortsCounts } from './ports-counts'
import { PortsToolbar } from './ports-toolbar'

type Ports = z.output<typeof getPorts.response>

/** Which ports should answer and which do, from wherever somebody looked. */
export function PortsPage() {
  const ports = useQuery(apiQuery(getPorts, {}))
  return (
    <Page
      title="Ports"
      summary="What should answer, beside what does: declared ports, the firewall, and each vantage that looked."
      actions={
        <>
          <a className={buttonClass('ghost')} href="/imports">
            Import scan
          </a>
          <a className={buttonClass('ghost')} href={endpointUrl(exportPorts)} download="ports.csv">
            Export CSV
          </a>
          <a
            className={buttonClass('ghost')}
            href={endpointUrl(exportPorts, { query: { format: 'json' } })}
            download="ports.json"
          >
            JSON
          </a>
        </>
      }
    >
      {ports.data ? (
        <PortsView ports={ports.data} />
      ) : ports.error ? (
        <FailureMessage what="The port matrix" error={ports.error} onRetry={() => void ports.refetch()} />
      ) : (
        <Skeleton label="the port matrix" rows={8} />
      )}
    </Page>
  )
}

function PortsView({ ports: { cells, counts } }: { readonly ports: Ports }) {
  const { address, go } = usePortsAddress()
  const [find, setFind] = useTyped('find')
  const nameOf = useNodeNames()
  const shown = cells.filter(
    (cell) =>
      (address.verdict === null || cell.verdict === address.verdict) &&
      (address.class === null || cell.declared?.class === address.class) &&
      matchesFind(cell, find, nameOf),
  )
  const open = cells.find((cell) => cell.id === address.cell)
  return (
    <>
      <PortsCounts counts={counts} chosen={address.verdict} onChoose={(verdict) => go({ verdict })} />
      <PortsToolbar address={address} go={go} find={find} onFind={setFind} />
      {address.form === 'scans' ? (
        <PortScans address={address} go={go} />
      ) : shown.length === 0 ? (
        <StateMessage title={cells.length === 0 ? 'No port is declared or open' : 'No port matches'}>
          <p>
            {cells.length === 0
              ? 'Declare ports in the inventory, or import a scan.'
              : 'Change the filter to see others.'}
          </p>
        </StateMessage>
      ) : (
        <div className={styles.body}>
          <PortTable
            rows={address.form === 'list' ? listRows(shown) : matrixRows(shown)}
            label={address.form === 'list' ? 'Ports by node' : 'Port matrix'}
            onOpen={(cell) => go({ cell })}
          />
        </div>
      )}
      <PortDetail cell={open} onClose={() => go({ cell: null })} />
    </>
  )
}
