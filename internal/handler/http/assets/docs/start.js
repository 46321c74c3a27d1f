// Starts Swagger UI on the contract of the service that served this page.
window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: "openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    layout: "BaseLayout",
    presets: [SwaggerUIBundle.presets.apis],
    // A token stays in the memory of the page: it is gone when the page is closed.
    persistAuthorization: false,
    // Nothing is asked of anybody but this service.
    validatorUrl: null,
  });
});
