import { X509Certificate } from 'node:crypto'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { untilAnswers } from '@/lab/answers'
import { ADDRESS } from '@/lab/estate'
import { defineFault, type FaultContext, type LabFault } from '@/lab/faults/lab-fault'
import { ensureTls } from '@/lab/tls/ensure-tls'
import { FAULTY_VARIANTS, type FaultyVariant, variantPath } from '@/lab/tls/faulty-variants'

const NODE = 'nginx-1'
/** A worker of before may take one connection more while it ends, so one right answer proves nothing. */
const TIMES_IN_A_ROW = 25

const TITLES: Record<FaultyVariant, string> = {
  expired: 'nginx-1 serves a certificate that expired yesterday',
  'wrong-issuer': 'nginx-1 serves a certificate from an authority that nobody knows',
  'wrong-name': 'nginx-1 serves a certificate for another name',
  'no-intermediate': 'nginx-1 serves its certificate without the intermediate',
}

/** `certificate-<what is wrong>`, one for each; healing issues the right certificate anew. */
export const certificateFaults: readonly LabFault[] = FAULTY_VARIANTS.map((variant) =>
  defineFault({
    name: `certificate-${variant}`,
    title: TITLES[variant],
    nodes: [NODE],
    inject: async (context) => {
      const tls = join(context.lab.folder, 'tls')
      await copyFile(variantPath(tls, variant), join(tls, `${NODE}.crt`))
      await reload(context)
    },
    heal: async (context) => {
      await ensureTls(context.lab)
      await reload(context)
    },
  }),
)

/** Returns once new connections meet the certificate that now lies on disk. */
async function reload({ lab, processes, signal }: FaultContext): Promise<void> {
  const pid = processes.pidOf(NODE)
  if (pid === undefined) return
  process.kill(pid, 'SIGHUP')
  const wanted = new X509Certificate(await readFile(join(lab.folder, 'tls', `${NODE}.crt`))).fingerprint256
  await untilAnswers(async (attempt) => {
    for (let times = 0; times < TIMES_IN_A_ROW; times += 1) {
      const served = await servedFingerprint(ADDRESS[NODE], lab.port(443), attempt)
      if (served !== wanted) throw new Error('it still serves the certificate of before')
    }
  }, signal)
}

function servedFingerprint(host: string, port: number, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    // Whatever it serves is what is asked for here, so nothing is verified.
    const socket = connect({ host, port, servername: 'askproai.de', rejectUnauthorized: false })
    const give = () => socket.destroy(new Error('no handshake in time'))
    signal.addEventListener('abort', give, { once: true })
    socket.once('error', reject)
    socket.once('close', () => signal.removeEventListener('abort', give))
    socket.once('secureConnect', () => {
      resolve(socket.getPeerCertificate().fingerprint256)
      socket.destroy()
    })
  })
}
