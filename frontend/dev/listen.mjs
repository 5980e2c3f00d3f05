// Listens to a live feed, as a page does.
import { WebSocket } from 'ws';

/** The first message of each of the types on the feed of a server. */
export async function firstOfEach(url, types) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/live`);
  const said = new Map();
  try {
    await new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (data) => {
        const message = JSON.parse(data.toString());
        if (!said.has(message.type)) said.set(message.type, message);
        if (types.every((type) => said.has(type))) resolve();
      });
    });
    return types.map((type) => said.get(type));
  } finally {
    socket.close();
  }
}
