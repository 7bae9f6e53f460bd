//! The certificate of `--tls`: the portal's own, or one from files.

use std::error::Error;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, SanType,
};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::config::Tls;

type Failed = Box<dyn Error + Send + Sync>;

/// What https needs: the acceptor, and the certificate that clients have to trust.
pub struct Https {
    pub acceptor: TlsAcceptor,
    /// The file of the certificate to trust: the portal's CA, or the certificate of `--tls-cert`.
    pub ca: PathBuf,
}

impl Https {
    /// Reads the files, or makes a CA and a certificate that it signs for these names.
    pub fn new(tls: &Tls, port: u16, names: &[String]) -> Result<Self, Failed> {
        match tls {
            Tls::Own => own(port, names),
            Tls::Files { certificate, key } => {
                let chain = CertificateDer::pem_file_iter(certificate)
                    .map_err(|error| unreadable(certificate, &error))?
                    .collect::<Result<Vec<_>, _>>()
                    .map_err(|error| unreadable(certificate, &error))?;
                let secret =
                    PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable(key, &error))?;
                Ok(Self {
                    acceptor: acceptor(chain, secret)?,
                    ca: certificate.clone(),
                })
            }
        }
    }
}

fn unreadable(file: &Path, error: &dyn Error) -> Failed {
    format!("cannot read `{}` as PEM: {error}", file.display()).into()
}

fn acceptor(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<TlsAcceptor, Failed> {
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn own(port: u16, names: &[String]) -> Result<Https, Failed> {
    let (authority, ca_pem) = authority()?;
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new(names.to_vec())?;
    let loopback = [
        IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::LOCALHOST),
    ];
    params
        .subject_alt_names
        .extend(loopback.map(SanType::IpAddress));
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // Python from 3.13 on takes no certificate without it
    params.use_authority_key_identifier_extension = true;
    let certificate = params.signed_by(&key, &authority)?;
    let ca = std::env::temp_dir().join(format!("bx24-portal-{port}-ca.pem"));
    fs::write(&ca, ca_pem).map_err(|error| format!("cannot write `{}`: {error}", ca.display()))?;
    let key = PrivateKeyDer::try_from(key.serialize_der())?;
    Ok(Https {
        acceptor: acceptor(vec![certificate.der().clone()], key)?,
        ca,
    })
}

/// A new CA, and its certificate as PEM. Its key is forgotten with the program.
fn authority() -> Result<(Issuer<'static, KeyPair>, String), Failed> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
        .distinguished_name
        .push(DnType::CommonName, "bx24-portal, for tests on this machine");
    let pem = params.self_signed(&key)?.pem();
    Ok((Issuer::new(params, key), pem))
}
