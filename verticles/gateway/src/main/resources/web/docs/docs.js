// Shows the contract that this very shop serves; no other host is asked for anything.
window.ui = SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#reference',
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  showExtensions: true,
  validatorUrl: null,
});
