//! Errors as the server answers them: a status, and `{"error": "what was wrong and what to do"}`.

use axum::{
	extract::rejection::{JsonRejection, QueryRejection},
	http::{header::RETRY_AFTER, StatusCode},
	response::{IntoResponse, Response},
	Json,
};
use promptale_engine::Error as EngineError;
use serde_json::json;

/// Why there is no better answer.
#[derive(Debug)]
pub struct Refusal {
	/// Kind of error.
	pub status: StatusCode,
	/// In words.
	pub message: String,
}

impl Refusal {
	/// The request cannot be granted as it is.
	pub fn bad(message: impl Into<String>) -> Refusal {
		Refusal { status: StatusCode::BAD_REQUEST, message: message.into() }
	}

	/// There is no such thing.
	pub fn missing(message: impl Into<String>) -> Refusal {
		Refusal { status: StatusCode::NOT_FOUND, message: message.into() }
	}

	/// It contradicts what is there.
	pub fn conflict(message: impl Into<String>) -> Refusal {
		Refusal { status: StatusCode::CONFLICT, message: message.into() }
	}

	/// Nothing is wrong with the request.
	pub fn unavailable(message: impl Into<String>) -> Refusal {
		Refusal { status: StatusCode::SERVICE_UNAVAILABLE, message: message.into() }
	}

	/// A fault of this machine. What exactly stays in the log.
	pub fn internal(error: impl std::fmt::Display) -> Refusal {
		tracing::error!("a request failed: {error:#}");
		let message = "this worker failed; its log says why".into();
		Refusal { status: StatusCode::INTERNAL_SERVER_ERROR, message }
	}
}

impl From<EngineError> for Refusal {
	fn from(error: EngineError) -> Refusal {
		match error {
			EngineError::Options(message) => Refusal::bad(message),
			EngineError::Stopped => Refusal::unavailable("the worker is stopping"),
			other => Refusal::internal(other),
		}
	}
}

impl From<promptale_credentials::Error> for Refusal {
	fn from(error: promptale_credentials::Error) -> Refusal {
		Refusal::internal(error)
	}
}

impl From<JsonRejection> for Refusal {
	fn from(rejection: JsonRejection) -> Refusal {
		Refusal { status: rejection.status(), message: rejection.body_text() }
	}
}

impl From<QueryRejection> for Refusal {
	fn from(rejection: QueryRejection) -> Refusal {
		Refusal { status: rejection.status(), message: rejection.body_text() }
	}
}

impl IntoResponse for Refusal {
	fn into_response(self) -> Response {
		let mut response = (self.status, Json(json!({ "error": self.message }))).into_response();
		if self.status == StatusCode::SERVICE_UNAVAILABLE {
			response.headers_mut().insert(RETRY_AFTER, axum::http::HeaderValue::from_static("1"));
		}
		response
	}
}
