import { defineFault } from '@/lab/faults/lab-fault'
import { breakNginx, headersOfNginx, healNginx, type NginxFault } from '@/lab/faults/nginx-setting'

const fault: NginxFault = {
  name: 'hsts-dropped',
  changes: [{ from: /add_header Strict-Transport-Security [^;]+(;[^;]+)*" always;/, to: '' }],
  isShown: async (context, signal) => {
    const headers = await headersOfNginx(context, signal)
    return headers['strict-transport-security'] === undefined
  },
}

export const hstsDroppedFault = defineFault({
  name: fault.name,
  title: 'nginx-1 no longer tells browsers to come by HTTPS alone (HSTS)',
  nodes: ['nginx-1'],
  inject: (context) => breakNginx(context, fault),
  heal: (context) => healNginx(context, fault),
})
