import './theme/tokens.css';
import './theme/base.css';
import { QueryClient } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './App';
import { openFeed } from './live/feed';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

// The server is often this very machine: being offline is no reason not to ask it.
const queries = new QueryClient({ defaultOptions: { queries: { networkMode: 'always' } } });

createRoot(root).render(
  <StrictMode>
    {/* A page is drawn before the next key is heard: in a transition, the old one would answer it. */}
    <BrowserRouter useTransitions={false}>
      <App feed={openFeed()} queries={queries} />
    </BrowserRouter>
  </StrictMode>,
);
