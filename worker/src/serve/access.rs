//! Who may ask: who shows the token. It is compared in a time that does not depend on where it differs.

use super::{refusal::Refusal, Service};
use axum::{
	extract::{Request, State},
	http::{header::AUTHORIZATION, StatusCode},
	middleware::Next,
	response::{IntoResponse, Response},
};
use std::sync::Arc;

/// Lets requests with `Authorization: Bearer TOKEN` through.
pub async fn require_token(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
	let shown = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
	let shown = shown.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
	// Hashes of equal length, whose comparison takes the same time wherever they differ: `blake3::Hash` sees to it.
	if blake3::hash(shown.trim().as_bytes()) == blake3::hash(service.token.as_bytes()) {
		return next.run(request).await;
	}
	let message =
		"this needs the header `Authorization: Bearer TOKEN`; the token is in the file that `serve.token` names, \
	               by default keys/serve-token in `data_dir`";
	Refusal { status: StatusCode::UNAUTHORIZED, message: message.into() }.into_response()
}
