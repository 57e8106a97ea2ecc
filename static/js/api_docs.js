// Builds the reference from the schema. "Try it out" acts as the person who is logged in, with their CSRF token.
"use strict";

(() => {
  const place = document.getElementById("swagger-ui");
  window.SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
    // The page has its main part already; the package draws one more inside.
    onComplete: () => place.querySelector("main")?.setAttribute("role", "group"),
    requestInterceptor: (request) => {
      const own = new URL(request.url, document.baseURI).origin === window.location.origin;
      if (own && !["GET", "HEAD"].includes(request.method)) {
        request.headers["X-CSRFToken"] = place.dataset.csrf;
      }
      return request;
    },
  });
})();
